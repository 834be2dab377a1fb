// Durable events (events.json, whose comment says the layout): one struct an event with its codec,
// the variant of all of them, and the visit of private texts. What the structs are made of is in
// kernel/store/payload_codec.h.
import { banner, pascal } from './names.mjs';

const scalars = {
  bool: 'bool',
  u8: 'std::uint8_t',
  u16: 'std::uint16_t',
  u32: 'std::uint32_t',
  u64: 'std::uint64_t',
  i64: 'std::int64_t',
  text: 'std::string',
  digest: 'Digest',
  principal: 'base::PrincipalId',
  space: 'base::SpaceId',
  case: 'base::CaseId',
  message: 'base::MessageId',
  group: 'base::GroupId',
  gathering: 'base::GatheringId',
  private: 'PrivateText',
};

function cppType(schema, type) {
  if (scalars[type]) return scalars[type];
  if (schema.enums[type]) return pascal(type);
  if (type.startsWith('list:')) return `std::vector<${pascal(type.slice(5))}>`;
  throw new Error(`events.json: unknown field type "${type}"`);
}

function cppInitial(schema, type) {
  if (['u8', 'u16', 'u32', 'u64', 'i64'].includes(type)) return ' = 0';
  if (type === 'bool') return ' = false';
  if (schema.enums[type]) return ` = ${pascal(type)}::${Object.keys(schema.enums[type])[0]}`;
  return '{}';
}

function writeField(schema, [name, type, rules]) {
  if (type === 'text') return `writer.text(${name}, ${rules.max});`;
  if (type.startsWith('list:')) return `writer.list(${name}, ${rules.max});`;
  if (schema.enums[type]) return `writer.u8(static_cast<std::uint8_t>(${name}));`;
  return `writer.put(${name});`;
}

function readField(schema, [name, type, rules]) {
  if (type === 'text') return `reader.text(value.${name}, ${rules.max});`;
  if (type.startsWith('list:')) return `reader.list(value.${name}, ${rules.max});`;
  if (schema.enums[type]) {
    const values = Object.values(schema.enums[type]);
    return `reader.enumeration(value.${name}, ${Math.min(...values)}, ${Math.max(...values)});`;
  }
  return `reader.get(value.${name});`;
}

/** Of each struct: what is declared in the header, and what the source file holds. */
function codecText(schema, name, entry) {
  const type = pascal(name);
  const reads = entry.fields.map((field) => {
    const guard = field[2]?.since ? `if (version >= ${field[2].since}) ` : '';
    return `  ${guard}${readField(schema, field)}`;
  });
  const declared = ['PayloadReader& reader', `${type}& value`];
  if (entry.kind) declared.push('std::uint8_t version');
  const defined = declared.map((parameter) => `[[maybe_unused]] ${parameter}`);
  return {
    declared: [
      '  void write(PayloadWriter& writer) const;',
      `  static void read(${declared.join(', ')});`,
    ],
    defined: [
      `void ${type}::write([[maybe_unused]] PayloadWriter& writer) const {`,
      ...entry.fields.map((field) => `  ${writeField(schema, field)}`),
      '}',
      `void ${type}::read(${defined.join(', ')}) {`,
      ...reads,
      '}',
      '',
    ].join('\n'),
  };
}

function eventLines(name, entry) {
  const texts = entry.fields.filter(([, type]) => type === 'private').map(([field]) => field);
  const found = entry.fields.filter(([, , rules]) => rules?.find);
  return {
    constants: [
      `  static constexpr std::uint16_t kKind = ${entry.kind};`,
      `  static constexpr std::uint8_t kVersion = ${entry.version};`,
      `  static constexpr std::string_view kName = "${name}";`,
    ],
    visit: [
      '  template <typename Visit>',
      '  void each_private([[maybe_unused]] Visit&& visit) {',
      ...texts.map((field) => `    visit(${field});`),
      '  }',
      '  template <typename Visit>',
      '  void each_findable([[maybe_unused]] Visit&& visit) const {',
      ...found.map(([field, , rules]) => `    visit(${field}, Find::${rules.find});`),
      '  }',
    ],
  };
}

function structText(schema, name, entry) {
  const event = entry.kind ? eventLines(name, entry) : { constants: [], visit: [] };
  return [
    ...(entry.doc ? [`// ${entry.doc}`] : []),
    `struct ${pascal(name)} {`,
    ...event.constants,
    ...entry.fields.map(
      ([field, type]) => `  ${cppType(schema, type)} ${field}${cppInitial(schema, type)};`,
    ),
    '',
    ...codecText(schema, name, entry).declared,
    ...event.visit,
    `  friend bool operator==(const ${pascal(name)}&, const ${pascal(name)}&) = default;`,
    '};',
    '',
  ].join('\n');
}

function enumText(name, values) {
  const list = Object.entries(values)
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ');
  const type = pascal(name);
  const keys = Object.keys(values);
  const named = keys.map((key) => `{${type}::${key}, "${key}"}`).join(', ');
  return `enum class ${type} : std::uint8_t { ${list} };
inline constexpr std::array<Named<${type}>, ${keys.length}> k${type}Names{{${named}}};
constexpr std::string_view name_of(${type} value) {
  return name_in(k${type}Names, value);
}
`;
}

function findsText(finds) {
  const list = Object.entries(finds)
    .map(([name, { number }]) => `${name} = ${number}`)
    .join(', ');
  const cases = Object.entries(finds).map(
    ([name, { unique }]) => `    case Find::${name}:\n      return ${unique};`,
  );
  return `// What a private text can be looked up as, until it is erased (kernel/store/vault.h).
enum class Find : std::uint8_t { ${list} };
constexpr bool is_unique(Find find) {
  switch (find) {
${cases.join('\n')}
  }
  return false;
}
`;
}

function checkFinds(schema) {
  for (const [name, event] of Object.entries(schema.events)) {
    for (const [field, type, rules] of event.fields) {
      if (!rules?.find) continue;
      if (type !== 'private' || !schema.finds[rules.find])
        throw new Error(`events.json: ${name}.${field} cannot be found as ${rules.find}`);
    }
  }
}

function checkNumbers(schema) {
  const seen = new Set();
  for (const [name, event] of Object.entries(schema.events)) {
    if (seen.has(event.kind)) throw new Error(`events.json: kind ${event.kind} twice (${name})`);
    seen.add(event.kind);
  }
}

/** Of a hundred kinds: a copy, a move and an end of it written out once, not in each file. */
function payloadText(names) {
  return `// One event of any kind.
struct Payload : std::variant<${names.join(', ')}> {
  Payload();
  template <typename Event>
    requires requires { Event::kKind; }
  Payload(Event event) : variant(std::in_place_type<Event>, std::move(event)) {}
  Payload(const Payload&);
  Payload(Payload&&) noexcept;
  Payload& operator=(const Payload&);
  Payload& operator=(Payload&&) noexcept;
  ~Payload();
};

// The payload of one stored event; corrupt, with words, when bytes or version are not known.
base::Result<Payload> decode_payload(std::uint16_t kind, std::uint8_t version,
                                     std::span<const std::byte> bytes);
`;
}

function decodeText(names) {
  const cases = names.map(
    (name) => `    case ${name}::kKind:\n      return decode_as<${name}>(version, bytes);`,
  );
  return `Payload::Payload() = default;
Payload::Payload(const Payload&) = default;
Payload::Payload(Payload&&) noexcept = default;
Payload& Payload::operator=(const Payload&) = default;
Payload& Payload::operator=(Payload&&) noexcept = default;
Payload::~Payload() = default;

template <typename Event>
static base::Result<Payload> decode_as(std::uint8_t version, std::span<const std::byte> bytes) {
  if (version == 0 || version > Event::kVersion) {
    return unknown_event_version(Event::kName, version);
  }
  PayloadReader reader(bytes);
  Event value;
  Event::read(reader, value, version);
  if (!reader.finished()) return malformed_payload(Event::kName);
  return Payload{std::move(value)};
}

base::Result<Payload> decode_payload(std::uint16_t kind, std::uint8_t version,
                                     std::span<const std::byte> bytes) {
  switch (kind) {
${cases.join('\n')}
  }
  return unknown_event_kind(kind);
}
`;
}

const eventNames = (schema) => Object.keys(schema.events).map(pascal);

export function eventsHeader(schema) {
  checkNumbers(schema);
  checkFinds(schema);
  return `#pragma once
${banner('events.json')}
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/base/result.h"
#include "kernel/store/payload_codec.h"

namespace yc::store {

template <typename Enum>
using Named = std::pair<Enum, std::string_view>;

// Empty for a value that has no name.
template <typename Enum, std::size_t N>
constexpr std::string_view name_in(const std::array<Named<Enum>, N>& names, Enum value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return {};
}

${Object.entries(schema.enums)
  .map(([name, values]) => enumText(name, values))
  .join('\n')}
${findsText(schema.finds)}
${Object.entries(schema.records)
  .map(([name, entry]) => structText(schema, name, entry))
  .join('\n')}
${Object.entries(schema.events)
  .map(([name, entry]) => structText(schema, name, entry))
  .join('\n')}
${payloadText(eventNames(schema))}
}  // namespace yc::store
`;
}

export function eventsSource(schema) {
  const described = Object.entries({ ...schema.records, ...schema.events });
  return `${banner('events.json')}
#include "schema/events.h"

namespace yc::store {

${described.map(([name, entry]) => codecText(schema, name, entry).defined).join('\n')}
${decodeText(eventNames(schema))}
}  // namespace yc::store
`;
}
