// The packed look of a person: one getter and setter a part.
import { banner, camel, docLine, jsdocLine, pascal } from './names.mjs';

function withShifts(parts) {
  let shift = 0;
  return parts.map((part) => {
    const placed = { ...part, shift };
    shift += part.bits;
    return placed;
  });
}

export function lookCpp({ parts }) {
  const placed = withShifts(parts);
  let out = `#pragma once\n${banner('look.json')}
#include <array>
#include <cstdint>

namespace yc::schema {

struct LookPart {
  int shift;
  int count;  // of choices
};

// True if every part holds a choice that exists and no bit above the last part is set.
constexpr bool is_valid_look(std::uint64_t look) {
`;
  for (const { shift, bits, count } of placed) {
    out += `  if (((look >> ${shift}) & ${2 ** bits - 1}) >= ${count}) return false;\n`;
  }
  const last = placed.at(-1);
  out += `  return (look >> ${last.shift + last.bits}) == 0;\n}\n\n`;
  for (const { name, count, doc } of placed) {
    out += docLine(doc) + `inline constexpr int kLook${pascal(name)}Count = ${count};\n`;
  }
  out += `inline constexpr std::array<LookPart, ${placed.length}> kLookParts{{\n`;
  for (const { shift, count } of placed) out += `    {${shift}, ${count}},\n`;
  return `${out}}};\n\n}  // namespace yc::schema\n`;
}

export function lookTs({ parts }) {
  const placed = withShifts(parts);
  let out = `${banner('look.json')}
/** The parts of a look, each an index into its choices. */
export interface Look {
`;
  for (const { name, count, doc } of placed) {
    out +=
      jsdocLine(`0 to ${count - 1}${doc ? `: ${doc}` : ''}`, '  ') + `  ${camel(name)}: number;\n`;
  }
  out +=
    '}\n\n/** Number of choices of each part. */\nexport const lookCounts: Readonly<Look> = {\n';
  for (const { name, count } of placed) out += `  ${camel(name)}: ${count},\n`;
  out += `};

/** Packs a look into 64 bits. */
export function packLook(look: Look): bigint {
  return (
`;
  out += placed
    .map(({ name, shift }) => `    (BigInt(look.${camel(name)}) << ${shift}n)`)
    .join(' |\n');
  out += `
  );
}

/** Reads the parts of a packed look. */
export function unpackLook(packed: bigint): Look {
  return {
`;
  for (const { name, shift, bits } of placed) {
    out += `    ${camel(name)}: Number((packed >> ${shift}n) & ${2 ** bits - 1}n),\n`;
  }
  return `${out}  };\n}\n`;
}
