// Fields of a JSON object, as messages.json and api.json describe them: one C++ struct with parse()
// and to_json(), which check presence, type and range.
import { docLine, pascal } from './names.mjs';

export const cppScalars = {
  string: 'std::string',
  integer: 'std::int64_t',
  number: 'double',
  boolean: 'bool',
  u64: 'std::uint64_t',
  unix_ms: 'std::int64_t',
  reason: 'Reason',
};

/** Times fit the whole numbers of a double, so that a browser reads them without loss. */
export const LATEST_MS = 9_007_199_254_740_991;

/** The name of an enum's C++ type: its own of a list of values, else the shared one. */
const enumType = (owner, name, field) =>
  field.of ? pascal(field.of) : `${pascal(owner)}${pascal(name)}`;

const idType = (of) => `base::${pascal(of)}Id`;

function bareType(owner, name, field) {
  if (field.type === 'enum') return enumType(owner, name, field);
  if (field.type === 'object') return pascal(field.of);
  if (field.type === 'id') return idType(field.of);
  if (field.type === 'list') return `std::vector<${cppScalars[field.of] ?? pascal(field.of)}>`;
  return cppScalars[field.type];
}

const cppType = (owner, name, field) =>
  field.optional ? `std::optional<${bareType(owner, name, field)}>` : bareType(owner, name, field);

function cppReader(owner, name, field, target) {
  switch (field.type) {
    case 'string':
      return `reader.text("${name}", ${field.min}, ${field.max}, ${target})`;
    case 'integer':
      return `reader.integer("${name}", ${field.min}, ${field.max}, ${target})`;
    case 'unix_ms':
      return `reader.integer("${name}", 0, ${LATEST_MS}, ${target})`;
    case 'number': {
      const low = field.min === undefined ? 'kLowestNumber' : `${field.min}.0`;
      const high = field.max === undefined ? 'kHighestNumber' : `${field.max}.0`;
      return `reader.number("${name}", ${low}, ${high}, ${target})`;
    }
    case 'boolean':
      return `reader.boolean("${name}", ${target})`;
    case 'u64':
      return `reader.u64("${name}", ${target})`;
    case 'id':
      return `reader.id("${name}", ${target})`;
    case 'enum':
    case 'reason':
      return `reader.choice("${name}", k${bareType(owner, name, field)}Names, ${target})`;
    case 'object':
      return `reader.object("${name}", ${target})`;
    case 'list':
      return `reader.list("${name}", ${field.max}, ${target})`;
    default:
      throw new Error(`${owner}.${name}: unknown type ${field.type}`);
  }
}

function readLine(owner, name, field) {
  const target = field.optional ? `value.${name}.emplace()` : `value.${name}`;
  const check = `YC_CHECK(${cppReader(owner, name, field, target)});`;
  const may = field.optional || field.default !== undefined;
  return may ? `  if (reader.has("${name}")) {\n    ${check}\n  }\n` : `  ${check}\n`;
}

function writeValue(name, field) {
  if (field.type === 'u64') return `std::to_string(${name})`;
  if (field.type === 'id') return `std::to_string(${name}.value)`;
  if (field.type === 'enum' || field.type === 'reason') return `std::string(name_of(${name}))`;
  if (field.type === 'object') return `${name}.to_json()`;
  if (field.type === 'list' && !cppScalars[field.of]) return `json_list(${name})`;
  return name;
}

const writeLine = (name, field) =>
  field.optional
    ? `  if (${name}) {
    const auto& given = *${name};
    json["${name}"] = ${writeValue('given', field)};
  }\n`
    : `  json["${name}"] = ${writeValue(name, field)};\n`;

function initial({ type, default: value }) {
  if (value === undefined) return '{}';
  return type === 'string' ? `{${JSON.stringify(value)}}` : `{${value}}`;
}

export function cppEnum(type, values, doc) {
  const names = values.map((value) => `"${value}"`).join(', ');
  return `${docLine(doc)}enum class ${type} { ${values.join(', ')} };
inline constexpr std::array<std::string_view, ${values.length}> k${type}Names{${names}};
constexpr std::string_view name_of(${type} value) {
  return k${type}Names[static_cast<std::size_t>(value)];
}

`;
}

/**
 * The struct for the header. members: further lines of it.
 */
export function cppStruct(name, { doc, fields }, members = '') {
  const type = pascal(name);
  let out = '';
  for (const [field, spec] of Object.entries(fields)) {
    if (spec.type === 'enum' && !spec.of) out += cppEnum(`${type}${pascal(field)}`, spec.values);
  }
  out += `${docLine(doc)}struct ${type} {\n${members}`;
  for (const [field, spec] of Object.entries(fields)) {
    const note = spec.doc ? `  // ${spec.doc}` : '';
    out += `  ${cppType(name, field, spec)} ${field}${initial(spec)};${note}\n`;
  }
  return `${out}
  // Checks presence, type and range of each field; unknown fields are ignored.
  static base::Result<${type}> parse(const base::Json& json);
  base::Json to_json() const;
};

`;
}

/**
 * What the struct does, for the source file: written out in each file that includes it, it would
 * be most of a build. first: lines of to_json before the fields; label: its name in error texts.
 */
export function cppCodec(name, { fields }, { first = '', label = name } = {}) {
  const type = pascal(name);
  let out = `base::Result<${type}> ${type}::parse(const base::Json& json) {
  [[maybe_unused]] FieldReader reader(json, "${label}");
  ${type} value;\n`;
  for (const [field, spec] of Object.entries(fields)) out += readLine(name, field, spec);
  out += `  return value;
}
base::Json ${type}::to_json() const {
  base::Json json = base::Json::object();
${first}`;
  for (const [field, spec] of Object.entries(fields)) out += writeLine(field, spec);
  return `${out}  return json;\n}\n\n`;
}
