// Text messages: JSON objects with checked fields.
import { cppCodec, cppEnum, cppStruct } from './fields.mjs';
import { banner, camel, jsdocLine, pascal } from './names.mjs';
import { reasonsOfWebSocket } from './reasons.mjs';

const ofBothSides = ({ to_server, to_client }) => [
  ...Object.entries(to_server),
  ...Object.entries(to_client),
];

export function messagesHeader(messages, { reasons }) {
  let out = `#pragma once
${banner('messages.json and reasons.json')}
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/field_reader.h"

namespace yc::schema {

inline constexpr std::uint16_t kProtocolVersion = ${messages.protocol_version};

`;
  out += cppEnum('Reason', Object.keys(reasons), 'Why something was refused.');
  for (const [name, record] of Object.entries(messages.records)) out += cppStruct(name, record);
  for (const [name, message] of ofBothSides(messages)) {
    out += cppStruct(name, message, `  static constexpr std::string_view kType = "${name}";\n`);
  }
  return `${out}}  // namespace yc::schema\n`;
}

export function messagesSource(messages) {
  let out = `${banner('messages.json and reasons.json')}
#include "schema/messages.h"

namespace yc::schema {

`;
  for (const [name, record] of Object.entries(messages.records)) out += cppCodec(name, record);
  for (const [name, message] of ofBothSides(messages)) {
    out += cppCodec(name, message, { first: '  json["type"] = kType;\n' });
  }
  return `${out}}  // namespace yc::schema\n`;
}

const tsScalars = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  u64: 'bigint',
  reason: 'Reason',
};

function tsType(field) {
  if (field.type === 'enum') return field.values.map((value) => `'${value}'`).join(' | ');
  if (field.type === 'object') return pascal(field.of);
  if (field.type === 'list') return `${tsScalars[field.of] ?? pascal(field.of)}[]`;
  return tsScalars[field.type];
}

function tsInterface(name, { doc, fields }, typeName) {
  let out = `${jsdocLine(doc)}export interface ${pascal(name)} {\n`;
  if (typeName) out += `  type: '${typeName}';\n`;
  for (const [field, spec] of Object.entries(fields)) {
    out += `${jsdocLine(spec.doc, '  ')}  ${camel(field)}: ${tsType(spec)};\n`;
  }
  return `${out}}\n\n`;
}

// Readers of list items that are not records.
const tsListItems = { string: 'text(0, 500)', integer: 'integer(0, 4294967295)' };

function tsReader(field) {
  switch (field.type) {
    case 'string':
      return `text(${field.min}, ${field.max})`;
    case 'integer':
      return `integer(${field.min}, ${field.max})`;
    case 'number':
      return `number(${field.min ?? '-Infinity'}, ${field.max ?? 'Infinity'})`;
    case 'boolean':
      return 'boolean';
    case 'u64':
      return 'u64';
    case 'enum':
      return `choice([${field.values.map((value) => `'${value}'`).join(', ')}] as const)`;
    case 'reason':
      return 'choice(reasons)';
    case 'object':
      return `read${pascal(field.of)}`;
    default:
      return `list(${tsListItems[field.of] ?? `read${pascal(field.of)}`}, ${field.max})`;
  }
}

function tsParse(name, { fields }, typeName) {
  let out = `const read${pascal(name)}: Read<${pascal(name)}> = (value) => {
  const from = record(value);
  return {
`;
  if (typeName) out += `    type: '${typeName}',\n`;
  for (const [field, spec] of Object.entries(fields)) {
    out += `    ${camel(field)}: at(from, '${field}', ${tsReader(spec)}),\n`;
  }
  out = out.replace(
    'const from = record(value);',
    Object.keys(fields).length ? 'const from = record(value);' : 'record(value);',
  );
  return `${out}  };\n};\n\n`;
}

function tsWrite(name, { fields }) {
  let out = `  ${name}: (m: ${pascal(name)}) => ({\n    type: m.type,\n`;
  if (Object.keys(fields).length === 0)
    return `  ${name}: (m: ${pascal(name)}) => ({ type: m.type }),\n`;
  for (const [field, spec] of Object.entries(fields)) {
    out += `    ${field}: m.${camel(field)}${spec.type === 'u64' ? '.toString()' : ''},\n`;
  }
  return `${out}  }),\n`;
}

export function messagesTs(messages, { reasons }) {
  let out = `${banner('messages.json and reasons.json')}
import { at, boolean, choice, integer, list, number, record, text, u64 } from '../field-reader';
import type { Read } from '../field-reader';

export const protocolVersion = ${messages.protocol_version};

/** Why something was refused. */
export const reasons = [\n${reasonsOfWebSocket(reasons)
    .map((reason) => `  '${reason}',\n`)
    .join('')}] as const;
export type Reason = (typeof reasons)[number];

`;
  for (const [name, spec] of Object.entries(messages.records))
    out += tsInterface(name, spec) + tsParse(name, spec);
  for (const [name, spec] of Object.entries(messages.to_server))
    out += tsInterface(name, spec, name);
  for (const [name, spec] of Object.entries(messages.to_client))
    out += tsInterface(name, spec, name) + tsParse(name, spec, name);
  const union = (side) => Object.keys(messages[side]).map(pascal).join(' | ');
  out += `export type ToServer = ${union('to_server')};\n`;
  out += `export type ToClient = ${union('to_client')};\n\n`;
  out +=
    'const writers = {\n' +
    Object.entries(messages.to_server)
      .map(([name, spec]) => tsWrite(name, spec))
      .join('') +
    '};\n\n';
  out += `/** The text of a message to the server. */
export function encodeToServer(message: ToServer): string {
  const write = writers[message.type] as (m: ToServer) => object;
  return JSON.stringify(write(message));
}

const readers: { [T in ToClient['type']]: Read<Extract<ToClient, { type: T }>> } = {\n`;
  for (const name of Object.keys(messages.to_client)) out += `  ${name}: read${pascal(name)},\n`;
  out += `};

/** Reads a message from the server; throws FieldFault naming the field that breaks the schema. */
export function parseToClient(json: string): ToClient {
  const value: unknown = JSON.parse(json);
  const type = at(record(value), 'type', choice(Object.keys(readers) as ToClient['type'][]));
  return readers[type](value);
}
`;
  return out;
}
