// node results.mjs FOLDER_OF_RECORDS RESULT: writes RESULT.json and RESULT.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { failings, LIMITS } from './limits.mjs';
import { heading, rowOf } from './row.mjs';

const SIDES = ['colyseus', 'relay', 'ours'];

const [folder, result] = process.argv.slice(2);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const records = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => readJson(`${folder}/${name}`))
  .sort((a, b) => SIDES.indexOf(a.side) - SIDES.indexOf(b.side) || a.people - b.people);
const { dependencies } = readJson(`${import.meta.dirname}/package.json`);

/** The most people that a side held; 0 where it was not measured or held none. */
const best = (side) =>
  Math.max(
    0,
    ...records
      .filter((record) => record.side === side && failings(record).length === 0)
      .map(({ people }) => people),
  );

const held = Object.fromEntries(SIDES.map((side) => [side, best(side)]));
const bestPeer = Math.max(held.colyseus, held.relay);
const ratio = bestPeer === 0 ? null : Math.round((held.ours / bestPeer) * 100) / 100;
const days = records.map(({ at }) => at.slice(0, 10)).sort();
const summary = {
  from: days[0],
  until: days.at(-1),
  machine: `${cpus().length} x ${cpus()[0].model}`,
  versions: { node: process.version, ...dependencies },
  limits: LIMITS,
  held,
  ratio,
  records: records.map((record) => ({ ...record, fails_by: failings(record).join(', ') })),
};
writeFileSync(`${result}.json`, `${JSON.stringify(summary, null, 2)}\n`);

const versions = Object.entries(summary.versions).map((pair) => pair.join(' '));
const heldText = SIDES.map((side) => `${side} ${held[side]}`).join(', ');
writeFileSync(
  `${result}.md`,
  `# Peers

Written by \`./dev bench peers\`; what is compared, and how: bench/peers/README.md.

${summary.from} to ${summary.until}; ${summary.machine}, shared by server and load;
${versions.join(', ')}.

${heading()}
${records.map(rowOf).join('\n')}

People held: ${heldText}. Ours / best peer: ${ratio}.
`,
);
