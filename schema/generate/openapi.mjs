// The OpenAPI 3.1 document of the HTTP API. Chinese texts stand beside the English ones as x-zh.
import { LATEST_MS } from './fields.mjs';
import { pascal } from './names.mjs';
import { operationsOf } from './api.mjs';

const refTo = (name) => ({ $ref: `#/components/schemas/${pascal(name)}` });

const told = ({ doc, zh }) => ({ ...(doc && { description: doc }), ...(zh && { 'x-zh': zh }) });

const bounds = ({ min, max }) => ({
  ...(min !== undefined && { minimum: min }),
  ...(max !== undefined && { maximum: max }),
});

const scalars = {
  string: ({ min, max }) => ({ type: 'string', minLength: min, maxLength: max }),
  integer: (field) => ({ type: 'integer', ...bounds(field) }),
  number: (field) => ({ type: 'number', ...bounds(field) }),
  boolean: () => ({ type: 'boolean' }),
  u64: () => ({ type: 'string', pattern: '^[0-9]{1,20}$' }),
  id: () => ({ type: 'string', pattern: '^[0-9]{1,20}$' }),
  unix_ms: () => ({ type: 'integer', minimum: 0, maximum: LATEST_MS }),
};

function bareSchema(field) {
  if (field.type === 'enum') return field.of ? refTo(field.of) : { enum: field.values };
  if (field.type === 'object') return refTo(field.of);
  if (field.type === 'list') {
    const items = scalars[field.of] ? { type: scalars[field.of]({}).type } : refTo(field.of);
    return { type: 'array', items, maxItems: field.max };
  }
  return scalars[field.type](field);
}

const schemaOf = (field) => ({
  ...bareSchema(field),
  ...(field.default !== undefined && { default: field.default }),
  ...told(field),
});

function objectOf({ fields, ...texts }) {
  const entries = Object.entries(fields);
  const required = entries
    .filter(([, field]) => !field.optional && field.default === undefined)
    .map(([name]) => name);
  return {
    type: 'object',
    ...told(texts),
    properties: Object.fromEntries(entries.map(([name, field]) => [name, schemaOf(field)])),
    ...(required.length > 0 && { required }),
  };
}

function parametersOf({ ids, query, idempotent }) {
  const row =
    (place) =>
    ([name, field]) => {
      const { doc, zh, ...plain } = field;
      const required = place === 'path' || (!field.optional && field.default === undefined);
      return { name, in: place, required, ...told({ doc, zh }), schema: schemaOf(plain) };
    };
  const shared = ['AcceptLanguage', ...(idempotent ? ['IdempotencyKey'] : [])];
  return [
    ...Object.entries(ids).map(row('path')),
    ...Object.entries(query).map(row('query')),
    ...shared.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
}

const json = (schema) => ({ 'application/json': { schema } });

const security = {
  anyone: [],
  session: [{ session: [] }],
  session_or_key: [{ session: [] }, { key: [] }],
};

function operationOf(each) {
  const answer = each.silent
    ? { description: 'Done.', 'x-zh': '已完成。' }
    : {
        description: 'Done.',
        'x-zh': '已完成。',
        content: json(objectOf({ fields: each.answer })),
      };
  return {
    operationId: each.name,
    tags: [each.subject],
    description: each.doc,
    'x-zh': each.zh,
    ...(each.act ? { 'x-act': each.act } : { 'x-open': each.open }),
    security: security[each.who],
    parameters: parametersOf(each),
    ...(each.body && {
      requestBody: {
        required: Object.values(each.body).some(
          (field) => !field.optional && !('default' in field),
        ),
        content: json(objectOf({ fields: each.body })),
      },
    }),
    responses: { [each.status]: answer, default: { $ref: '#/components/responses/Problem' } },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Chosen by the client, new for each act: the same request again within 24 hours is not done twice but answered as before.',
  'x-zh': '由客户端为每个操作新选一个：24 小时内再次发送同一请求不会重复执行，而是返回先前的应答。',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

const ACCEPT_LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  description: 'The language of errors: en or zh.',
  'x-zh': '错误说明的语言：en 或 zh。',
  schema: { type: 'string' },
};

const PROBLEM = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  'x-zh': '出了什么问题（RFC 9457）。',
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    reason: { $ref: '#/components/schemas/Reason' },
    remedy: { type: 'string' },
    field: { type: 'string', description: 'that is missing or wrong', 'x-zh': '缺失或有误的字段' },
  },
  required: ['type', 'title', 'status', 'reason', 'remedy'],
};

function reasonSchema({ reasons }) {
  const texts = Object.entries(reasons).map(([id, { status, en, zh }]) => [id, { status, en, zh }]);
  return { type: 'string', enum: Object.keys(reasons), 'x-texts': Object.fromEntries(texts) };
}

function schemasOf(api, reasons) {
  const enums = Object.entries(api.enums).map(([name, values]) => [
    pascal(name),
    { type: 'string', enum: values },
  ]);
  const records = Object.entries(api.records).map(([name, record]) => [
    pascal(name),
    objectOf(record),
  ]);
  return {
    ...Object.fromEntries([...enums, ...records]),
    Problem: PROBLEM,
    Reason: reasonSchema(reasons),
  };
}

export function openApi(api, reasons) {
  const paths = {};
  for (const each of operationsOf(api)) {
    paths[each.path] ??= {};
    paths[each.path][each.method.toLowerCase()] = operationOf(each);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yuancheng',
      version: api.version,
      description: 'What programs and pages may ask of this city.',
      'x-zh': '程序与网页可以向这座城市请求的内容。',
    },
    servers: [{ url: '/' }],
    tags: Object.entries(api.subjects).map(([name, texts]) => ({ name, ...told(texts) })),
    paths,
    components: {
      schemas: schemasOf(api, reasons),
      parameters: { AcceptLanguage: ACCEPT_LANGUAGE, IdempotencyKey: IDEMPOTENCY_KEY },
      responses: {
        Problem: {
          description: 'Not done.',
          'x-zh': '未执行。',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'yc_session' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

/** The document as a text inside the program. Pieces, because compilers limit one literal. */
export function openApiCpp(api, reasons) {
  const text = JSON.stringify(openApi(api, reasons));
  const pieces = text.match(/[^]{1,8000}/g).map((piece) => `R"yc(${piece})yc"`);
  return `#pragma once
// Made by schema/generate.mjs from schema/api.json and schema/reasons.json. Do not edit.

#include <string_view>

namespace yc::schema::api {

inline constexpr std::string_view kOpenApi =
    ${pieces.join('\n    ')};

}  // namespace yc::schema::api
`;
}
