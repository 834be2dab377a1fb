// node row.mjs [RECORD_FILE]: the row of a rung; else the heading. Exit 1 where the server does not
// keep up, which ends the ladder of a side: error and kbit/s tell nothing of that.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { failings, holds, LIMITS } from './limits.mjs';

/** A value, bold where it fails the limit of that name. */
const against = (limit, value) => (record) =>
  failings(record).includes(limit) ? `**${value(record)}**` : value(record);
const tenths = (value) => Math.round(value * 10) / 10;
const yesUnless = (without) => (record) => (holds(record, without) ? 'yes' : 'no');

const COLUMNS = {
  side: ({ side }) => side,
  people: ({ people }) => people,
  [`tick Hz >= ${LIMITS.serverHz}`]: against('tick rate', ({ server_hz: hz }) => hz),
  [`frames/s >= ${LIMITS.framesPerSecond}`]: against('frames', (record) => record.frames_per_s),
  [`stale p95 <= ${LIMITS.stalenessMs} ms`]: against('staleness', (record) =>
    Math.round(record.staleness_p95_ms),
  ),
  [`error p95 <= ${LIMITS.errorM} m`]: against('error', (record) => record.error_p95_m),
  [`a viewer p95 <= ${LIMITS.kbitPerS} kbit/s`]: against('kbit/s', (record) =>
    tenths(record.kbit_per_s_p95),
  ),
  'not in': against('not in', ({ people, joined }) => people - joined),
  'cut off': against('cut off', (record) => record.cut_off),
  [`load late p95 <= ${LIMITS.loadLateMs} ms`]: against('load late', (record) =>
    tenths(record.load_late_p95_ms),
  ),
  'server cores': (record) => record.server_cores,
  'load cores': (record) => record.load_cores,
  holds: yesUnless([]),
  'without error': yesUnless(['error']),
  'without kbit/s': yesUnless(['kbit/s']),
};

export const lineOf = (cells) => `| ${cells.join(' | ')} |`;

export const headingOf = (names) => `${lineOf(names)}\n${lineOf(names.map(() => '---'))}`;

export const heading = () => headingOf(Object.keys(COLUMNS));

export const rowOf = (record) => lineOf(Object.values(COLUMNS).map((cell) => cell(record)));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === undefined) {
    console.log(heading());
  } else {
    const record = JSON.parse(readFileSync(process.argv[2], 'utf8'));
    console.log(rowOf(record));
    process.exitCode = holds(record, ['error', 'kbit/s']) ? 0 : 1;
  }
}
