// node results.mjs RESULT [add RECORD_FILE | forget SIDE [PEOPLE]]: keeps the records of all rungs
// in RESULT.json, and writes them as a table to RESULT.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { failings, holds, LIMITS } from './limits.mjs';
import { heading, headingOf, lineOf, rowOf } from './row.mjs';

const SIDES = ['colyseus-documented', 'colyseus-motions', 'relay-documented', 'relay-motions'];
const ALL = [...SIDES, 'ours'];
const BARS = {
  'the bar': [],
  'without error': ['error'],
  'without kbit/s': ['kbit/s'],
  'without both': ['error', 'kbit/s'],
};

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

function recordsAfter(action, [first, people], before) {
  if (action === 'add') return [...before, readJson(first)];
  if (action !== 'forget') return before;
  const isForgotten = (record) =>
    record.side === first && (people === undefined || record.people === Number(people));
  return before.filter((record) => !isForgotten(record));
}

/** The most people of a side in a record that holds; null where it has none. */
function mostHeld(records, side, without) {
  const held = records.filter((record) => record.side === side && holds(record, without));
  return held.length === 0 ? null : Math.max(...held.map(({ people }) => people));
}

function summaryOf(records) {
  const days = records.map(({ at }) => at.slice(0, 10)).sort();
  const bars = Object.entries(BARS);
  const heldBy = (side) =>
    Object.fromEntries(bars.map(([bar, without]) => [bar, mostHeld(records, side, without)]));
  const { dependencies } = readJson(`${import.meta.dirname}/package.json`);
  return {
    from: days[0],
    until: days.at(-1),
    machine: `${cpus().length} x ${cpus()[0].model}`,
    versions: { node: process.version, ...dependencies },
    limits: LIMITS,
    held: Object.fromEntries(ALL.map((side) => [side, heldBy(side)])),
    records: records.map((record) => ({ ...record, fails_by: failings(record).join(', ') })),
  };
}

function textOf({ from, until, machine, versions, held, records }) {
  const versionText = Object.entries(versions).map((pair) => pair.join(' '));
  const heldRow = ([side, most]) => lineOf([side, ...Object.values(most).map((n) => n ?? 'none')]);
  return `# Peers

Written by \`./dev bench peers\`; what is compared, and how: bench/peers/README.md.

${from} to ${until}; ${machine}, shared by server and load;
${versionText.join(', ')}.

The most people held, of the rungs measured:

${headingOf(['side', ...Object.keys(BARS)])}
${Object.entries(held).map(heldRow).join('\n')}

Each measurement, bold where it fails a limit. A rung that stands twice was measured twice, and the
better of the two counts.

${heading()}
${records.map(rowOf).join('\n')}
`;
}

const [result, action, ...rest] = process.argv.slice(2);
const before = existsSync(`${result}.json`) ? readJson(`${result}.json`).records : [];
const records = recordsAfter(action, rest, before).sort(
  (a, b) =>
    ALL.indexOf(a.side) - ALL.indexOf(b.side) || a.people - b.people || a.at.localeCompare(b.at),
);
const summary = summaryOf(records);
writeFileSync(`${result}.json`, `${JSON.stringify(summary, null, 2)}\n`);
writeFileSync(`${result}.md`, textOf(summary));
