// Binary frames: fixed little-endian layouts without padding, and perhaps a tail of bytes.
import { banner, camel, docLine, jsdocLine, pascal } from './names.mjs';

const sizes = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4 };
const cppTypes = {
  u8: 'std::uint8_t',
  i8: 'std::int8_t',
  u16: 'std::uint16_t',
  i16: 'std::int16_t',
  u32: 'std::uint32_t',
  i32: 'std::int32_t',
};
const viewCalls = {
  u8: 'Uint8',
  i8: 'Int8',
  u16: 'Uint16',
  i16: 'Int16',
  u32: 'Uint32',
  i32: 'Int32',
};

const sizeOf = (fields) => fields.reduce((sum, [, type]) => sum + sizes[type], 0);

function placed(fields, start) {
  let at = start;
  return fields.map(([name, type, doc]) => {
    const field = { name, type, doc, at };
    at += sizes[type];
    return field;
  });
}

function cppMembers(fields) {
  return fields
    .map(([name, type, doc]) => `  ${cppTypes[type]} ${name} = 0;${doc ? `  // ${doc}` : ''}\n`)
    .join('');
}

function cppReadWrite(fields, start) {
  let write = '';
  let read = '';
  for (const { name, type, at } of placed(fields, start)) {
    write += `    detail::put(out + ${at}, ${name});\n`;
    read += `    detail::get(in + ${at}, ${name});\n`;
  }
  return { write, read };
}

function cppRecord(name, fields) {
  const { write, read } = cppReadWrite(fields, 0);
  return `struct ${name} {
  static constexpr std::size_t kSize = ${sizeOf(fields)};
${cppMembers(fields)}
  // out and in hold at least kSize bytes.
  void write([[maybe_unused]] std::byte* out) const {
${write}  }
  void read([[maybe_unused]] const std::byte* in) {
${read}  }
  friend bool operator==(const ${name}&, const ${name}&) = default;
};

`;
}

// Where the tail is cut by a field of the records, the cuts must use it up.
function cppLengthCheck(name, frame, expected) {
  const refuse = `return detail::bad_frame("${name}");\n`;
  if (!frame.tail) return `    if (bytes.size() != ${expected}) ${refuse}`;
  let out = `    const std::size_t fixed = ${expected};
    if (bytes.size() < fixed || bytes.size() - fixed > kTailMax) ${refuse}`;
  if (frame.tail.lengths) {
    out += `    std::size_t cut = 0;
    for (std::size_t i = 0; i < frame.count; ++i) cut += record(bytes, i).${frame.tail.lengths};
    if (cut != bytes.size() - fixed) ${refuse}`;
  }
  return out;
}

function cppFrame(name, frame) {
  const type = `${pascal(name)}Frame`;
  let out = frame.records ? cppRecord(`${pascal(name)}Record`, frame.records) : '';
  const { write, read } = cppReadWrite(frame.header, 1);
  const headerSize = 1 + sizeOf(frame.header);
  const expected = frame.records
    ? `kHeaderSize + std::size_t{frame.count} * ${pascal(name)}Record::kSize`
    : 'kHeaderSize';
  const follows = [frame.records && 'records', frame.tail && 'a tail']
    .filter(Boolean)
    .join(', then ');
  out += `${docLine(frame.doc)}struct ${type} {
  static constexpr std::uint8_t kKind = ${frame.kind};
  static constexpr std::size_t kHeaderSize = ${headerSize};  // with the kind byte
${frame.tail ? `  static constexpr std::size_t kTailMax = ${frame.tail.max};\n` : ''}${cppMembers(frame.header)}
  // out holds at least kHeaderSize bytes${follows ? `; then ${follows}` : ''}.
  void write(std::byte* out) const {
    out[0] = std::byte{kKind};
${write}  }

  // Checks kind and ${frame.tail ? 'lengths' : 'exact length'}.
  static base::Result<${type}> decode(std::span<const std::byte> bytes) {
    ${type} frame;
    if (bytes.size() < kHeaderSize || bytes[0] != std::byte{kKind}) {
      return detail::bad_frame("${name}");
    }
    frame.read_header(bytes.data());
${cppLengthCheck(name, frame, expected)}    return frame;
  }
`;
  if (frame.tail) {
    out += `
  // Of bytes that decode() accepted: ${frame.tail.doc}.
  std::span<const std::byte> tail(std::span<const std::byte> bytes) const {
    return bytes.subspan(${expected.replace('frame.', '')});
  }
`;
  }
  if (frame.records) {
    out += `
  // Record i < count of bytes that decode() accepted.
  static ${pascal(name)}Record record(std::span<const std::byte> bytes, std::size_t i) {
    ${pascal(name)}Record record;
    record.read(bytes.data() + kHeaderSize + i * ${pascal(name)}Record::kSize);
    return record;
  }
`;
  }
  return `${out}
 private:
  void read_header(const std::byte* in) {
${read}  }
};

`;
}

/** Fails when a kind is used twice, or used again. */
function checkKinds(frames, retired) {
  const used = new Set(retired);
  for (const [name, { kind }] of Object.entries(frames)) {
    if (used.has(kind)) throw new Error(`kind ${kind} of ${name} is taken or was used before`);
    used.add(kind);
  }
}

const cppConstant = ([name, [value, doc]]) => {
  const type = Number.isInteger(value) ? 'int' : 'double';
  return `inline constexpr ${type} kCrowd${pascal(name)} = ${value};  // ${doc}\n`;
};

const tsConstant = ([name, [value, doc]]) => `${jsdocLine(doc, '  ')}  ${camel(name)}: ${value},\n`;

export function framesCpp({ frames, position, crowd, retired_kinds: retired }) {
  checkKinds(frames, retired);
  let out = `#pragma once
${banner('frames.json')}
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "kernel/base/result.h"

namespace yc::schema {

static_assert(std::endian::native == std::endian::little, "frames lie in memory as on the wire");

// ${position.doc}
inline constexpr double kCellSizeM = ${position.cell_size_m};
inline constexpr double kOffsetPerM = ${position.offset_per_m};
inline constexpr double kHeightPerM = ${position.height_per_m};
inline constexpr double kHeightZeroM = ${position.height_zero_m};

// ${crowd.doc}
${Object.entries(crowd.constants).map(cppConstant).join('')}
namespace detail {
template <typename T>
void put(std::byte* out, T value) {
  std::memcpy(out, &value, sizeof value);
}
template <typename T>
void get(const std::byte* in, T& value) {
  std::memcpy(&value, in, sizeof value);
}
inline std::unexpected<base::Error> bad_frame(const char* name) {
  return base::fail(base::ErrorCode::bad_input,
                    std::string("binary frame ") + name + " has a wrong kind or length",
                    "see docs/protocol.md");
}
}  // namespace detail

`;
  for (const [name, frame] of Object.entries(frames)) out += cppFrame(name, frame);
  return `${out}}  // namespace yc::schema\n`;
}

function tsEncode(name, frame) {
  const type = `${pascal(name)}Frame`;
  const size = 1 + sizeOf(frame.header);
  const tail = frame.tail ? ' + frame.tail.byteLength' : '';
  let body = placed(frame.header, 1)
    .map(({ name: field, type: kind, at }) => {
      const little = sizes[kind] > 1 ? ', true' : '';
      return `  view.set${viewCalls[kind]}(${at}, frame.${camel(field)}${little});\n`;
    })
    .join('');
  return `/** The bytes of one ${name} frame. */
export function encode${type}(frame: ${type}): ArrayBuffer {
  const bytes = new ArrayBuffer(${size}${tail});
  const view = new DataView(bytes);
  view.setUint8(0, frameKinds.${camel(name)});
${body}${frame.tail ? `  new Uint8Array(bytes, ${size}).set(frame.tail);\n` : ''}  return bytes;
}

`;
}

const tsGet = (field, offset) =>
  `getUint8`.replace('Uint8', viewCalls[field.type]) +
  `(${offset}${sizes[field.type] > 1 ? ', true' : ''})`;

// Where the tail is cut by a field of the records, the cuts must use it up.
function tsTail({ tail }, expected) {
  let out = `  const start = ${expected};
  const tail = view.byteLength - start;
  if (tail < 0 || tail > ${tail.max}) return undefined;
`;
  if (tail.lengths) {
    out += `  let cut = 0;
  for (let i = 0; i < frame.count; i += 1) cut += frame.records.${camel(tail.lengths)}(i);
  if (cut !== tail) return undefined;
`;
  }
  return `${out}  return { ...frame, tail: new Uint8Array(view.buffer, view.byteOffset + start, tail) };\n`;
}

function tsDecode(name, frame) {
  const type = `${pascal(name)}Frame`;
  const headerSize = 1 + sizeOf(frame.header);
  const fields = placed(frame.header, 1)
    .map((field) => `    ${camel(field.name)}: view.${tsGet(field, field.at)},\n`)
    .join('');
  const recordSize = frame.records ? sizeOf(frame.records) : 0;
  const expected = frame.records ? `${headerSize} + frame.count * ${recordSize}` : `${headerSize}`;
  const records = frame.records
    ? `    records: new ${pascal(name)}Records(view, ${headerSize}),\n`
    : '';
  return `/** Reads one ${name} frame; undefined if kind or length is wrong. */
export function decode${type}(view: DataView): ${type} | undefined {
  const kind = frameKinds.${camel(name)};
  if (view.byteLength < ${headerSize} || view.getUint8(0) !== kind) return undefined;
  const frame = {
${fields}${records}  };
${frame.tail ? tsTail(frame, expected) : `  return view.byteLength === ${expected} ? frame : undefined;\n`}}

`;
}

function tsRecords(name, fields) {
  const size = sizeOf(fields);
  let out = `/** The records of a ${name} frame, read in place: no object a record. */
export class ${pascal(name)}Records {
  constructor(
    private readonly view: DataView,
    private readonly start: number,
  ) {}
`;
  for (const field of placed(fields, 0)) {
    const offset = `this.start + i * ${size}${field.at ? ` + ${field.at}` : ''}`;
    out += `${jsdocLine(field.doc, '  ')}  ${camel(field.name)}(i: number): number {
    return this.view.${tsGet(field, offset)};
  }
`;
  }
  return `${out}}\n\n`;
}

function tsInterface(name, frame) {
  let out = `${jsdocLine(frame.doc)}export interface ${pascal(name)}Frame {\n`;
  for (const [field, , doc] of frame.header)
    out += jsdocLine(doc, '  ') + `  ${camel(field)}: number;\n`;
  if (frame.records) out += `  records: ${pascal(name)}Records;\n`;
  if (frame.tail) out += `${jsdocLine(frame.tail.doc, '  ')}  tail: Uint8Array;\n`;
  return `${out}}\n\n`;
}

export function framesTs({ frames, position, crowd }) {
  let out = `${banner('frames.json')}\n/** ${position.doc} */\nexport const wirePosition = {
  cellSizeM: ${position.cell_size_m},
  offsetPerM: ${position.offset_per_m},
  heightPerM: ${position.height_per_m},
  heightZeroM: ${position.height_zero_m},
} as const;

/** ${crowd.doc} */
export const crowdWire = {
${Object.entries(crowd.constants).map(tsConstant).join('')}} as const;

/** First byte of each frame. */
export const frameKinds = {
`;
  for (const [name, { kind }] of Object.entries(frames)) out += `  ${camel(name)}: ${kind},\n`;
  out += '} as const;\n\n';
  for (const [name, frame] of Object.entries(frames)) {
    if (frame.records) out += tsRecords(name, frame.records);
    out += tsInterface(name, frame);
    out += frame.direction === 'to_server' ? tsEncode(name, frame) : tsDecode(name, frame);
  }
  return out;
}
