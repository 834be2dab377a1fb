// The tables of docs/protocol.md and docs/rights.md, made from schema/*.json.
//
// node tests/protocol/tables.mjs --check   fails when a document's tables are stale
// node tests/protocol/tables.mjs --write   replaces them
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const schema = (name) => JSON.parse(readFileSync(join(root, 'schema', `${name}.json`), 'utf8'));
const bytes = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4 };
const cell = (text) => String(text ?? '').replaceAll('|', '\\|');

function fieldRows(fields, start) {
  let at = start;
  return fields.map(([name, type, doc]) => {
    const row = `| ${at} | ${type} | \`${name}\` | ${cell(doc)} |`;
    at += bytes[type];
    return row;
  });
}

function frameTable([name, frame]) {
  const head = '| byte | type | field | |\n|---|---|---|---|';
  const lines = [`#### \`${name}\` (kind ${frame.kind}, ${frame.direction.replace('_', ' ')})`, ''];
  lines.push(
    frame.doc,
    '',
    head,
    `| 0 | u8 | kind | ${frame.kind} |`,
    ...fieldRows(frame.header, 1),
  );
  if (frame.records) {
    const size = frame.records.reduce((sum, [, type]) => sum + bytes[type], 0);
    lines.push('', `Each record, ${size} bytes:`, '', head, ...fieldRows(frame.records, 0));
  }
  if (frame.tail) lines.push('', `Then ${frame.tail.doc}: at most ${frame.tail.max} bytes.`);
  return lines.join('\n');
}

function range(field) {
  if (field.values) return field.values.map((value) => `\`${value}\``).join(' ');
  if (field.of) return `of \`${field.of}\`${field.max ? `, at most ${field.max}` : ''}`;
  if (field.min === undefined && field.max === undefined) return '';
  if (field.max === undefined) return `from ${field.min}`;
  const unit = field.type === 'string' ? ' characters' : '';
  return `${field.min ?? ''} to ${field.max ?? ''}${unit}`;
}

function messageTable([name, message]) {
  const when = message.state ? ` (state: ${message.state})` : '';
  const lines = [`#### \`${name}\`${when}`, '', message.doc];
  const fields = Object.entries(message.fields);
  if (fields.length > 0) lines.push('', '| field | type | range | |', '|---|---|---|---|');
  for (const [field, rules] of fields) {
    lines.push(`| \`${field}\` | ${rules.type} | ${range(rules)} | ${cell(rules.doc)} |`);
  }
  return lines.join('\n');
}

function lookTable({ parts }) {
  let at = 0;
  const rows = parts.map(({ name, bits, count, doc }) => {
    const row = `| ${at} to ${at + bits - 1} | \`${name}\` | 0 to ${count - 1} | ${cell(doc)} |`;
    at += bits;
    return row;
  });
  return ['| bits | part | range | |', '|---|---|---|---|', ...rows].join('\n');
}

function reasonTable([name, { doc }]) {
  return `| \`${name}\` | ${cell(doc)} |`;
}

// Whom an act is open to, in one cell.
function byText({ standing, right }) {
  if (!right) return standing ?? '';
  return standing ? `${standing}, or ${right}` : right;
}

function actRow(profiles, [name, act]) {
  const tiers = profiles.map((profile) => act.tier[profile] ?? act.tier);
  const stops = act.open_to_banned ? 'nothing at all' : (act.stopped_by ?? '');
  const cells = [`\`${name}\``, act.en, ...tiers, byText(act), stops, act.scope];
  cells.push(act.recorded ?? '', act.minors ?? '');
  return `| ${cells.map(cell).join(' | ')} |`;
}

function actTable({ acts, profiles }) {
  const names = Object.keys(profiles);
  return [
    `| act | may ... | ${names.join(' | ')} | standing or right | stopped by | scope | recorded | minors |`,
    `|---|---|${'---|'.repeat(names.length)}---|---|---|---|---|`,
    ...Object.entries(acts).map((entry) => actRow(names, entry)),
  ].join('\n');
}

function tables() {
  const frames = schema('frames');
  const messages = schema('messages');
  const all = (group, table) => Object.entries(group).map(table).join('\n\n');
  return {
    look: lookTable(schema('look')),
    frames: all(frames.frames, frameTable),
    records: all(messages.records, messageTable),
    to_server: all(messages.to_server, messageTable),
    to_client: all(messages.to_client, messageTable),
    reasons: [
      '| reason | |',
      '|---|---|',
      ...Object.entries(schema('reasons').reasons)
        .filter(([, { only }]) => only !== 'http')
        .map(reasonTable),
    ].join('\n'),
  };
}

function filled(text, name, made) {
  let out = text;
  for (const [place, table] of Object.entries(made)) {
    const pattern = new RegExp(`(<!-- ${place} -->)[\\s\\S]*?(<!-- /${place} -->)`);
    if (!pattern.test(out)) throw new Error(`docs/${name} has no place for "${place}"`);
    out = out.replace(pattern, (_, open, close) => `${open}\n\n${table}\n\n${close}`);
  }
  return out;
}

const documents = { 'protocol.md': tables(), 'rights.md': { acts: actTable(schema('rights')) } };
for (const [name, made] of Object.entries(documents)) {
  const path = join(root, 'docs', name);
  const text = readFileSync(path, 'utf8');
  const wanted = filled(text, name, made);
  if (process.argv[2] === '--write') {
    writeFileSync(path, wanted);
  } else if (text !== wanted) {
    console.error(`docs/${name} is stale: run node tests/protocol/tables.mjs --write`);
    process.exitCode = 1;
  }
}
