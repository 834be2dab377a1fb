// From what was watched while twice the load came and went to the figures of the rung, and whether
// they hold the bar of docs/crowd.md, "Twice the load".
import { coresOf, doubts, harmed, sum } from './figures.mjs';

export const LONGEST_TICK_S = 0.1; // twice that of 20 ticks a second
export const RECOVERY_S = 5;
const SETTLED_S = 5; // before the others come

const round = (value, digits = 2) => Number(value.toFixed(digits));
const msOf = (seconds) => (Number.isFinite(seconds) ? Math.round(seconds * 1000) : null);

/** What a histogram gained between two of its readings: how many in each bucket alone. */
function gained(before, after) {
  const more = after.map(([bound, count], i) => [bound, count - before[i][1]]);
  return more.map(([bound, count], i) => [bound, count - (i === 0 ? 0 : more[i - 1][1])]);
}

/** The bound of the highest bucket that gained: the longest was no longer than that. */
export function longestOf(before, after) {
  return gained(before, after).findLast(([, count]) => count > 0)?.[0] ?? 0;
}

/** How many were longer than this bound of a bucket. */
export function countOver(bound, before, after) {
  const longer = gained(before, after).filter(([upper]) => upper > bound);
  return longer.reduce((all, [, count]) => all + count, 0);
}

/** The highest step of each shard. */
export function highestSteps(samples) {
  return samples
    .map(({ steps }) => steps)
    .reduce((highest, steps) => highest.map((step, shard) => Math.max(step, steps[shard])));
}

/** When the last of those who went was gone; null = somebody stayed. */
export function goneAt(samples, leftAtS, staying) {
  const gone = samples.find(({ at_s, people }) => at_s >= leftAtS && people <= staying);
  return gone === undefined ? null : gone.at_s;
}

/** Seconds from leaving until every shard was back at its step and stayed; null = it was not. */
export function recoveryOf(samples, leftAtS, settledSteps) {
  const after = samples.filter(({ at_s }) => at_s >= leftAtS);
  const isBack = ({ steps }) => steps.every((step, shard) => step <= settledSteps[shard]);
  const back = after[after.findLastIndex((sample) => !isBack(sample)) + 1];
  return back === undefined ? null : round(back.at_s - leftAtS);
}

/** [seconds since leaving, the step of each shard], whenever a step changed. */
export function stepsSince(samples, leftAtS) {
  const told = samples.filter(({ at_s }) => at_s >= leftAtS);
  const changed = told.filter(({ steps }, i) => i === 0 || `${told[i - 1].steps}` !== `${steps}`);
  return changed.map(({ at_s, steps }) => [round(at_s - leftAtS), ...steps]);
}

/** What twice the load did from its coming to the end of watching. */
function borne(samples, { full_at_s, left_at_s, coming_at_s, people, staying }) {
  const height = samples.filter(({ at_s }) => at_s >= full_at_s && at_s < left_at_s);
  const settled = samples.filter(
    ({ at_s }) => at_s >= coming_at_s - SETTLED_S && at_s < coming_at_s,
  );
  const [before, last] = [settled.at(-1), samples.at(-1)];
  const settledSteps = highestSteps(settled);
  const cores = coresOf(height);
  const gone_at_s = goneAt(samples, left_at_s, staying);
  return {
    height_s: round(left_at_s - full_at_s, 1),
    missing_at_height: Math.max(0, ...height.map((sample) => people - sample.people)),
    missing_at_end: Math.max(0, staying - last.people),
    steps_settled: settledSteps,
    steps_at_height: highestSteps(height),
    steps_shed: last.shed - before.shed,
    tick_longest_ms: msOf(longestOf(before.tick_s, last.tick_s)),
    tick_gap_longest_ms: msOf(longestOf(before.tick_gap_s, last.tick_gap_s)),
    ticks_over_100_ms: countOver(LONGEST_TICK_S, before.tick_s, last.tick_s),
    tick_gaps_over_100_ms: countOver(LONGEST_TICK_S, before.tick_gap_s, last.tick_gap_s),
    ticks_left_out: last.late_ticks - before.late_ticks,
    leaving_s: gone_at_s === null ? null : round(gone_at_s - left_at_s),
    recovery_s: gone_at_s === null ? null : recoveryOf(samples, gone_at_s, settledSteps),
    steps_since_leaving: stepsSince(samples, left_at_s),
    server_cores: round(cores.server),
    server_cores_by_thread: cores.threads,
    swarm_cores: round(cores.swarm),
    others_cores: round(cores.others),
    server_memory_peak_mb: Math.round(last.memory_peak_mb),
  };
}

const together = (reports, field) => ({
  first: sum(reports[0][field]),
  second: sum(reports[1][field]),
});

/** Everything of the rung; reports: of those who stayed and of those who came and went. */
export function shedFiguresOf({ reports, samples, moments }) {
  const [, second] = reports;
  const rung = {
    people: moments.people,
    joined: reports[0].people_joined + second.people_joined,
    shed: true,
    corrections: together(reports, 'corrections'),
    cut_off: together(reports, 'closed_while_measuring'),
    refused: together(reports, 'refused'),
    frames_per_s: second.frames_per_second.p50,
    swarms_starved: reports.map(({ swarm }) => swarm.starved),
    ...borne(samples, moments),
  };
  // The swarms are a part of what is too much for the machine: that they starve is no doubt.
  const found = doubts({ ...rung, us_a_message: 0 }, false, 0);
  const verdict = found.length === 0 ? 'valid' : `not valid: ${found.join(', ')}`;
  return { ...rung, faults: faultsOf(rung), verdict };
}

/** Where the bar was not held; none = it was. */
export function faultsOf(rung) {
  const found = [];
  const lost = harmed(rung);
  if (lost > 0) found.push(`${lost} could not enter, were corrected or were cut off`);
  if (rung.missing_at_height > 0) found.push(`${rung.missing_at_height} missing at the height`);
  if (rung.missing_at_end > 0) found.push(`${rung.missing_at_end} missing at the end`);
  if (rung.ticks_over_100_ms > 0) found.push(`${rung.ticks_over_100_ms} ticks over 100 ms`);
  if (rung.tick_gaps_over_100_ms > 0) {
    found.push(`${rung.tick_gaps_over_100_ms} times over 100 ms from tick to tick`);
  }
  if (rung.recovery_s === null) found.push('the steps did not come back');
  else if (rung.recovery_s > RECOVERY_S) found.push(`back after ${rung.recovery_s} s`);
  return found;
}

/** The rung in a few lines, beside the table of the others. */
export function shedText(rung) {
  const most = (ms) => (ms === null ? 'longer than counted' : `at most ${ms} ms`);
  const steps = (each) => each.join(', ');
  return [
    `shed: ${rung.joined} of ${rung.people} joined, ${rung.height_s} s together`,
    `  steps ${steps(rung.steps_settled)} before, ${steps(rung.steps_at_height)} at the height; ` +
      `${rung.steps_shed} shed; all gone within ${rung.leaving_s ?? '-'} s, back ${rung.recovery_s ?? '-'} s later`,
    `  longest tick ${most(rung.tick_longest_ms)}, from tick to tick ` +
      `${most(rung.tick_gap_longest_ms)}; ${rung.ticks_left_out} left out`,
    `  at the height ${rung.frames_per_s} frames/s; server ${rung.server_cores} cores, swarms ` +
      `${rung.swarm_cores}, others ${rung.others_cores}`,
    `  ${rung.faults.length === 0 ? 'held' : rung.faults.join('; ')}; ${rung.verdict}`,
  ]
    .map((text) => `${text}\n`)
    .join('');
}
