// Shared constants: { "constants": { "<name>_<unit>": { "value": number, "doc": text } } }
import { banner, camel, docLine, jsdocLine, pascal } from './names.mjs';

const cppNumber = (value) => (Number.isInteger(value) ? `${value}.0` : `${value}`);

export function constantsCpp(name, { constants }) {
  let out = `#pragma once\n${banner(`${name}.json`)}\nnamespace yc::schema::${name} {\n\n`;
  for (const [key, { value, doc }] of Object.entries(constants)) {
    out += docLine(doc) + `inline constexpr double k${pascal(key)} = ${cppNumber(value)};\n`;
  }
  return `${out}\n}  // namespace yc::schema::${name}\n`;
}

export function constantsTs(name, { constants }) {
  let out = `${banner(`${name}.json`)}\nexport const ${camel(name)} = {\n`;
  for (const [key, { value, doc }] of Object.entries(constants)) {
    out += jsdocLine(doc, '  ') + `  ${camel(key)}: ${value},\n`;
  }
  return `${out}} as const;\n`;
}
