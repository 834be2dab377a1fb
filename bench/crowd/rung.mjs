// One line of the table of bench/crowd.sh; exit 1 when somebody was harmed or TLS was dear.
// Without arguments: the head of the table.
// usage: node bench/crowd/rung.mjs [NAME REPORT SAMPLES RUNGS], where RUNGS is the file to which
// the figures are added.
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { figuresOf, harmed, isDear, tableHead, tableRow } from './figures.mjs';

// On one core of 2.5 GHz a message costs 10 to 20; twice as much is no noise.
const MOST_US_A_MESSAGE = Number(process.env.MOST_US_A_MESSAGE ?? 40);

function linesOf(path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
}

function judge(name, reportPath, samplesPath, rungsPath) {
  if (!existsSync(reportPath)) {
    process.stdout.write(`| ${name} | the swarm left no report |\n`);
    return 1;
  }
  const rung = figuresOf({
    name,
    report: JSON.parse(readFileSync(reportPath, 'utf8')),
    samples: linesOf(samplesPath),
    endedS: statSync(reportPath).mtimeMs / 1000,
    mostUsAMessage: MOST_US_A_MESSAGE,
    earlier: linesOf(rungsPath),
  });
  appendFileSync(rungsPath, `${JSON.stringify(rung)}\n`);
  process.stdout.write(tableRow(rung));
  return harmed(rung) === 0 && !isDear(rung) ? 0 : 1;
}

const [name, report, samples, rungs] = process.argv.slice(2);
if (name === undefined) process.stdout.write(tableHead());
else process.exitCode = judge(name, report, samples, rungs);
