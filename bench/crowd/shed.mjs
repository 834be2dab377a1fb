// The rung shed:PEOPLE: a third of them are in a settled city; the others come, stay a while and go
// all at once.
// Exit 1 when the bar was not held.
// usage: node bench/crowd/shed.mjs PEOPLE PROGRAM PORT SERVER_PID REPORT RUNGS, where
// REPORT-1.json, REPORT-2.json and REPORT.samples are written, and RUNGS is the file to which the
// figures are added.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { bucketsOf, fetchMetrics, valuesOf } from './metrics.mjs';
import { hasEnded, sampleOf } from './processes.mjs';
import { shedFiguresOf, shedText } from './shed_figures.mjs';

const [peopleText, program, port, server, reportPath, rungsPath] = process.argv.slice(2);
const people = Number(peopleText);
const { PATTERN = 'stroll', JOIN_RATE = '300', MEASURE_S = '15' } = process.env;
const staying = Math.round(people / 3);
const PERIOD_MS = 250;
const SETTLING_S = 10;
const HEIGHT_S = Math.max(20, Number(MEASURE_S));
const AFTERWARDS_S = 20;
const PATIENCE_S = 120;
const LONGER_THAN_THIS_S = 3600;

const now = () => performance.now() / 1000;

// ---- watching -----------------------------------------------------------------------------------

const samples = [];
const swarms = [];
let watching = true;

async function sampled() {
  const text = await fetchMetrics(`http://127.0.0.1:${port}/metrics`);
  const total = (name) => valuesOf(text, name).reduce((all, value) => all + value, 0);
  return {
    ...sampleOf({ server, swarms: swarms.map(({ pid }) => pid) }),
    people: total('yc_space_people'),
    steps: valuesOf(text, 'yc_crowd_step'),
    shed: total('yc_crowd_steps_shed_total'),
    corrections: total('yc_space_corrections_total'),
    late_ticks: total('yc_space_late_ticks_total'),
    tick_s: bucketsOf(text, 'yc_space_tick_seconds'),
    tick_gap_s: bucketsOf(text, 'yc_space_tick_gap_seconds'),
  };
}

// A sample has the time at which the answer came: what it tells was so at the latest then.
async function watch() {
  for (let due = performance.now(); watching; due = Math.max(due + PERIOD_MS, performance.now())) {
    const sample = await sampled().catch(() => undefined);
    if (sample !== undefined) samples.push(sample);
    await pause(Math.max(0, due + PERIOD_MS - performance.now()));
  }
}

const isOver = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

function checkServer(what) {
  if (hasEnded(server)) throw new Error(`the server ended: ${what}`);
}

async function until(what, isSo) {
  const giveUpAt = now() + people / Number(JOIN_RATE) + PATIENCE_S;
  while (!isSo()) {
    checkServer(what);
    if (swarms.some(isOver)) throw new Error(`a swarm ended: ${what}`);
    if (now() > giveUpAt) throw new Error(`waited too long: ${what}`);
    await pause(PERIOD_MS);
  }
}

// ---- coming and going ---------------------------------------------------------------------------

function start(number, count) {
  const line = [
    ['--url', `ws://127.0.0.1:${port}/ws`],
    ['--people', count],
    ['--join-rate', JOIN_RATE],
    ['--seconds', LONGER_THAN_THIS_S],
    ['--pattern', PATTERN],
    ['--seed', number],
    ['--report', `${reportPath}-${number}.json`],
  ];
  const swarm = spawn(program, ['swarm', ...line.flat().map(String)], { stdio: 'ignore' });
  swarms.push(swarm);
  return swarm;
}

async function end(swarm) {
  const told_at_s = now();
  swarm.kill('SIGTERM'); // it closes all its connections, and then writes its report
  if (!isOver(swarm)) await once(swarm, 'exit');
  return told_at_s;
}

const present = () => samples.at(-1)?.people ?? 0;

async function comeAndGo() {
  const stays = start(1, staying);
  await until('all of the first are in', () => present() >= staying);
  await pause(SETTLING_S * 1000);
  const coming_at_s = now();
  const goes = start(2, people - staying);
  await until('all of the second are in', () => present() >= people);
  const full_at_s = now();
  await pause(HEIGHT_S * 1000);
  const left_at_s = await end(goes);
  await pause(AFTERWARDS_S * 1000);
  watching = false;
  checkServer('some have gone');
  await end(stays);
  return { people, staying, coming_at_s, full_at_s, left_at_s };
}

// ---- the rung -----------------------------------------------------------------------------------

process.on('exit', () => {
  for (const swarm of swarms) swarm.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const watched = watch();
try {
  const moments = await comeAndGo();
  await watched;
  const read = (number) => JSON.parse(readFileSync(`${reportPath}-${number}.json`, 'utf8'));
  writeFileSync(`${reportPath}.samples`, samples.map((each) => JSON.stringify(each)).join('\n'));
  const rung = shedFiguresOf({ reports: [read(1), read(2)], samples, moments });
  appendFileSync(rungsPath, `${JSON.stringify(rung)}\n`);
  process.stdout.write(shedText(rung));
  process.exitCode = rung.faults.length === 0 ? 0 : 1;
} catch (error) {
  process.stdout.write(`shed:${people}: ${error.message}, ${present()} present\n`);
  process.exitCode = 1;
} finally {
  process.exit();
}
