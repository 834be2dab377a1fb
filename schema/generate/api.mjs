// The HTTP API (api.json, whose comment says the layout): C++ structs and the table of operations,
// and the TypeScript client.
import { cppCodec, cppEnum, cppScalars, cppStruct } from './fields.mjs';
import { banner, camel, jsdocLine, pascal } from './names.mjs';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const ASKERS = ['anyone', 'session', 'session_or_key'];
const PAGE_MAX = 200;

const pathIds = (path) => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);

function checkOperation(name, operation, { subjects }) {
  const fail = (what) => {
    throw new Error(`api.json: ${name} ${what}`);
  };
  if (!/^[a-z]+(_[a-z]+)+$/.test(name)) fail('is not verb_noun');
  if (!(operation.subject in subjects)) fail('has no known subject');
  if (!METHODS.includes(operation.method)) fail('has no known method');
  if (!ASKERS.includes(operation.who)) fail('does not say who may ask');
  if (!operation.act === !operation.open) fail('needs an act, or else says why it is open');
  if (!operation.doc || !operation.zh) fail('lacks doc or zh');
  if (operation.idempotent && operation.method !== 'POST') fail('is idempotent by its method');
  const described = Object.keys(operation.ids ?? {}).join();
  if (pathIds(operation.path).join() !== described) fail('has other ids than its path');
  const fields = ['ids', 'query', 'body'].flatMap((part) => Object.keys(operation[part] ?? {}));
  if (new Set(fields).size !== fields.length) fail('names two fields alike');
}

function pageFields({ of, by }) {
  const place = { ...by, optional: true };
  delete place.doc;
  return {
    query: {
      after: { ...place, doc: 'next of the page before', zh: '上一页的 next' },
      limit: { type: 'integer', min: 1, max: PAGE_MAX, default: 50 },
    },
    answer: {
      items: { type: 'list', of, max: PAGE_MAX },
      next: {
        ...place,
        doc: 'send it as after for more; absent = no more',
        zh: '作为 after 发送以取下一页；没有则已到末尾',
      },
    },
  };
}

/** Checked operations with every field they have, also those that paging adds. */
export function operationsOf(api) {
  return Object.entries(api.operations).map(([name, described]) => {
    checkOperation(name, described, api);
    const page = described.paged ? pageFields(described.paged) : { query: {}, answer: {} };
    const { ids = {}, body } = described;
    const query = { ...described.query, ...page.query };
    const answer = { ...described.answer, ...page.answer };
    const silent = Object.keys(answer).length === 0;
    const status = described.status ?? (silent ? 204 : 200);
    return { ...described, name, ids, query, body, answer, silent, status };
  });
}

const requestFields = ({ ids, query, body }) => ({ ...ids, ...query, ...body });

const kinds = { integer: 'integer', unix_ms: 'integer', number: 'number', boolean: 'boolean' };

function cppParameters({ name, ids, query }) {
  const line =
    (inPath) =>
    ([field, { type, of }]) =>
      `    {"${field}", ParameterKind::${kinds[type] ?? 'text'}, ${inPath}, "${type === 'id' ? of : ''}"},\n`;
  const lines = [...Object.entries(ids).map(line(true)), ...Object.entries(query).map(line(false))];
  if (lines.length === 0) return '';
  return `inline constexpr std::array<Parameter, ${lines.length}> k${pascal(name)}Parameters{{
${lines.join('')}}};\n`;
}

function cppOperations(operations) {
  let out = `enum class Operation : std::uint8_t {\n`;
  out += operations.map(({ name }) => `  ${name},\n`).join('');
  out += `};\ninline constexpr std::size_t kOperationCount = ${operations.length};\n\n`;
  out += operations.map(cppParameters).join('');
  out += `\ninline constexpr std::array<OperationRow, kOperationCount> kOperations{{\n`;
  for (const each of operations) {
    const parameters = cppParameters(each) ? `k${pascal(each.name)}Parameters` : '{}';
    const texts = [each.name, each.subject, each.method, each.path].map((text) => `"${text}"`);
    out += `    {${texts.join(', ')}, Asker::${each.who},
     "${each.act ?? ''}", "${each.open ?? ''}", ${each.status}, ${Boolean(each.body)},
     ${Boolean(each.idempotent)}, ${'reason' in (each.body ?? {})}, ${parameters}},\n`;
  }
  return `${out}}};

constexpr const OperationRow& row_of(Operation operation) {
  return kOperations[static_cast<std::size_t>(operation)];
}

`;
}

export function apiHeader(api) {
  const operations = operationsOf(api);
  let out = `#pragma once
${banner('api.json')}
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/ids.h"
#include "schema/field_reader.h"
#include "schema/operation.h"

namespace yc::schema::api {

`;
  for (const [name, values] of Object.entries(api.enums)) out += cppEnum(pascal(name), values);
  out += cppOperations(operations);
  for (const [name, record] of Object.entries(api.records)) out += cppStruct(name, record);
  for (const each of operations) {
    out += cppStruct(`${each.name}_answer`, { fields: each.answer });
    const members = `  static constexpr Operation kOperation = Operation::${each.name};
  using Answer = ${pascal(each.name)}Answer;\n\n`;
    const request = { doc: each.doc, fields: requestFields(each) };
    out += cppStruct(`${each.name}_request`, request, members);
  }
  // For tests that try every parser.
  out += `template <template <typename...> typename List>
using AllRequests = List<
    ${operations.map(({ name }) => `${pascal(name)}Request`).join(',\n    ')}>;\n\n`;
  return `${out}}  // namespace yc::schema::api\n`;
}

export function apiSource(api) {
  let out = `${banner('api.json')}
#include "schema/api.h"

namespace yc::schema::api {

`;
  for (const [name, record] of Object.entries(api.records)) out += cppCodec(name, record);
  for (const each of operationsOf(api)) {
    out += cppCodec(`${each.name}_answer`, { fields: each.answer });
    const request = { fields: requestFields(each) };
    out += cppCodec(`${each.name}_request`, request, { label: each.name });
  }
  return `${out}}  // namespace yc::schema::api\n`;
}

const tsScalars = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  u64: 'string',
  unix_ms: 'number',
  id: 'string',
};

function tsType(field) {
  if (field.type === 'enum') {
    return field.of ? pascal(field.of) : field.values.map((value) => `'${value}'`).join(' | ');
  }
  if (field.type === 'object') return pascal(field.of);
  if (field.type === 'list') {
    return `${cppScalars[field.of] ? tsScalars[field.of] : pascal(field.of)}[]`;
  }
  return tsScalars[field.type];
}

/** asked: what the other side fills in by itself need not be given. */
function tsInterface(name, { doc, fields }, asked) {
  let out = `${jsdocLine(doc)}export interface ${pascal(name)} {\n`;
  for (const [field, spec] of Object.entries(fields)) {
    const may = spec.optional || (asked && spec.default !== undefined) ? '?' : '';
    const type = spec.optional ? `${tsType(spec)} | undefined` : tsType(spec);
    out += `${jsdocLine(spec.doc, '  ')}  ${field}${may}: ${type};\n`;
  }
  return `${out}}\n\n`;
}

const isEmpty = (fields) => Object.keys(fields).length === 0;
const mayBeLeftOut = (fields) =>
  Object.values(fields).every((spec) => spec.optional || spec.default !== undefined);

function tsOperation(each) {
  const fields = requestFields(each);
  const request = isEmpty(fields) ? 'object' : `${pascal(each.name)}Request`;
  const answer = each.silent ? 'undefined' : `${pascal(each.name)}Answer`;
  const query = Object.keys(each.query).map((field) => `'${field}'`);
  let out = isEmpty(fields) ? '' : tsInterface(request, { fields }, true);
  if (!each.silent) out += tsInterface(answer, { fields: each.answer }, false);
  const type = `Operation<${request}, ${answer}>`;
  return `${out}${jsdocLine(each.doc)}export const ${camel(each.name)}: ${type} = {
  method: '${each.method}',
  path: '${each.path}',
  query: [${query.join(', ')}],
  ${each.idempotent ? 'idempotent: true,\n' : ''}};\n\n`;
}

function tsMethod(each) {
  const fields = requestFields(each);
  const name = camel(each.name);
  const request = isEmpty(fields)
    ? ''
    : `request: ${pascal(each.name)}Request${mayBeLeftOut(fields) ? ' = {}' : ''}`;
  return `${jsdocLine(each.doc, '  ')}  ${name}(${request}) {
    return this.call(${name}, ${request ? 'request' : '{}'});
  }\n`;
}

export function apiTs(api) {
  const operations = operationsOf(api);
  let out = `${banner('api.json')}
import { ApiClient, type Operation } from '../api-client';

`;
  for (const [name, values] of Object.entries(api.enums)) {
    out += `export type ${pascal(name)} = ${values.map((value) => `'${value}'`).join(' | ')};\n`;
  }
  out += '\n';
  for (const [name, record] of Object.entries(api.records)) out += tsInterface(name, record, false);
  out += operations.map(tsOperation).join('');
  return `${out}/** Every operation as a method; where bytes count, call single ones instead. */
export class Api extends ApiClient {
${operations.map(tsMethod).join('\n')}}
`;
}
