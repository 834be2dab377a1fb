// Puts the rungs of a ladder together: crowd.json and its chart crowd.svg.
// usage: node bench/crowd/results.mjs RUNGS FOLDER
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { chartOf } from './chart.mjs';

const [rungsPath, folder] = process.argv.slice(2);
const { PATTERN, JOIN_RATE } = process.env;

function readRungs() {
  if (!existsSync(rungsPath)) return [];
  const lines = readFileSync(rungsPath, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const result = {
  what: 'people in the plaza: what the nearest see, and what it costs; docs/crowd.md, "Measuring"',
  machine: `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  date: new Date().toISOString().slice(0, 10),
  pattern: PATTERN,
  join_rate_per_s: Number(JOIN_RATE),
  lossy_line: 'round trip 150 ms, jitter 20 ms each way, 2 % of segments lost',
  rungs: readRungs(),
};

if (result.rungs.length > 0) {
  writeFileSync(join(folder, 'crowd.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`\n${join(folder, 'crowd.json')}\n`);
}
const drawn = result.rungs.filter((rung) => !rung.tls && !rung.shed);
if (drawn.length > 0) {
  writeFileSync(join(folder, 'crowd.svg'), chartOf({ ...result, rungs: drawn }));
  process.stdout.write(`${join(folder, 'crowd.svg')}\n`);
}
