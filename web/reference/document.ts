// The OpenAPI document of our server, as far as the page shows it (schema/generate/openapi.mjs).
import type { Language } from '../ui/language';

export interface Texts {
  description?: string;
  'x-zh'?: string;
}

export interface Schema extends Texts {
  $ref?: string;
  type?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  default?: string | number | boolean;
}

interface Parameter extends Texts {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  schema?: Schema;
}

type Content = Record<string, { schema: Schema }>;

interface OperationObject extends Texts {
  operationId: string;
  tags: string[];
  'x-act'?: string;
  'x-open'?: string;
  security: Record<string, unknown>[];
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

export interface ReasonTexts {
  status: number;
  en: { title: string; remedy: string };
  zh: { title: string; remedy: string };
}

export interface ApiDocument {
  info: Texts & { title: string; version: string };
  tags: (Texts & { name: string })[];
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, Schema & { 'x-texts'?: Record<string, ReasonTexts> }> };
}

export const textOf = (texts: Texts, language: Language) =>
  (language === 'zh' ? texts['x-zh'] : texts.description) ?? '';

export interface Field {
  name: string;
  place: 'path' | 'query' | 'body' | 'answer';
  type: string;
  /** Name of the record that the type names. */
  record: string;
  required: boolean;
  texts: Texts;
}

export interface Call {
  name: string;
  method: string;
  path: string;
  act: string;
  who: 'anyone' | 'session' | 'session_or_key';
  status: string;
  idempotent: boolean;
  texts: Texts;
  asked: Field[];
  answered: Field[];
}

const nameOf = (ref: string) => ref.split('/').at(-1) ?? '';

function limits({ minimum, maximum, minLength, maxLength, maxItems }: Schema): string {
  const [low, high] = [minimum ?? minLength, maximum ?? maxLength ?? maxItems];
  if (low === undefined && high === undefined) return '';
  return ` ${low ?? ''}–${high ?? ''}`;
}

/** A type in one line: "string 1–200", "Report[] –200", "a | b = a". */
export function typeOf(schema: Schema): string {
  const fallback = schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default)}`;
  if (schema.$ref) return nameOf(schema.$ref) + fallback;
  if (schema.enum) return schema.enum.join(' | ') + fallback;
  if (schema.pattern) return `id${fallback}`;
  const bare = schema.items ? `${typeOf(schema.items)}[]` : (schema.type ?? '');
  return bare + limits(schema) + fallback;
}

function recordOf(schema: Schema): string {
  const { $ref } = schema.items ?? schema;
  return $ref ? nameOf($ref) : '';
}

export function fieldsOf(schema: Schema | undefined, place: Field['place']): Field[] {
  return Object.entries(schema?.properties ?? {}).map(([name, field]) => ({
    name,
    place,
    type: typeOf(field),
    record: recordOf(field),
    required: schema?.required?.includes(name) ?? false,
    texts: field,
  }));
}

function parameterFields(parameters: Parameter[]): Field[] {
  return parameters.flatMap(({ name, in: place, required, schema, ...texts }) =>
    name && schema && (place === 'path' || place === 'query')
      ? [
          {
            name,
            place,
            type: typeOf(schema),
            record: recordOf(schema),
            required: required ?? false,
            texts,
          },
        ]
      : [],
  );
}

const askers = ['anyone', 'session', 'session_or_key'] as const;

function callOf(path: string, method: string, operation: OperationObject): Call {
  const [status = '200', answer] = Object.entries(operation.responses)[0] ?? [];
  return {
    name: operation.operationId,
    method: method.toUpperCase(),
    path,
    act: operation['x-act'] ?? '',
    who: askers[operation.security.length] ?? 'anyone',
    status,
    idempotent: operation.parameters.some(({ $ref }) => $ref?.endsWith('IdempotencyKey')),
    texts: operation,
    asked: [
      ...parameterFields(operation.parameters),
      ...fieldsOf(operation.requestBody?.content['application/json']?.schema, 'body'),
    ],
    answered: fieldsOf(answer?.content?.['application/json']?.schema, 'answer'),
  };
}

/** The calls of one subject, in the order of the document. */
export function callsOf(document: ApiDocument, subject: string): Call[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(subject))
      .map(([method, operation]) => callOf(path, method, operation)),
  );
}
