// One line of bench/ladder.sh from a report of `yuancheng swarm`; exit 1 when somebody was harmed.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);
const corrected = sum(report.corrections);
const cutOff = sum(report.closed_while_measuring) + sum(report.refused);
const stale = report.staleness_nearest_32_ms;
const cells = [
  report.people_asked,
  report.people_joined,
  report.tick_rate_hz.p50,
  report.frames_per_second.p50,
  stale.p95,
  report.error_nearest_32_m.p95,
  report.staleness_within_100_m_ms.p95,
  Math.round((report.bytes_down_per_second.p95 * 8) / 1000),
  report.swarm.starved ? 'starved' : report.swarm.cpu_cores,
  corrected,
  cutOff,
];
process.stdout.write(`| ${cells.join(' | ')} |\n`);
const harmed = corrected + cutOff + report.people_asked - report.people_joined;
process.exitCode = harmed === 0 ? 0 : 1;
