// node row.mjs [RECORD_FILE]: the row of a rung, exit 1 where it does not hold; else the heading.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { failings } from './limits.mjs';

const COLUMNS = {
  side: ({ side }) => side,
  people: ({ people }) => people,
  'tick Hz': (record) => record.server_hz,
  'frames/s': (record) => record.frames_per_s,
  'stale p95, ms': (record) => Math.round(record.staleness_p95_ms),
  'error p95, m': (record) => record.error_p95_m,
  'kbit/s a viewer, p95': (record) => Math.round(record.kbit_per_s),
  'server cores': (record) => record.server_cores,
  'load cores': (record) => record.load_cores,
  holds: (record) => failings(record).join(', ') || 'yes',
};

const line = (cells) => `| ${cells.join(' | ')} |`;

export function heading() {
  const names = Object.keys(COLUMNS);
  return `${line(names)}\n${line(names.map(() => '---'))}`;
}

export const rowOf = (record) => line(Object.values(COLUMNS).map((cell) => cell(record)));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === undefined) {
    console.log(heading());
  } else {
    const record = JSON.parse(readFileSync(process.argv[2], 'utf8'));
    console.log(rowOf(record));
    process.exitCode = failings(record).length === 0 ? 0 : 1;
  }
}
