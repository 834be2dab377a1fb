// node record-ours.mjs REPORT SERVER_CORES RECORD_FILE: a rung of ours from a report of the swarm,
// in the form that rung.mjs writes for a peer.
import { readFileSync, writeFileSync } from 'node:fs';

const [reportFile, serverCores, recordFile] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportFile, 'utf8'));
const sum = (counts) => Object.values(counts ?? {}).reduce((all, count) => all + count, 0);
const record = {
  side: 'ours',
  at: new Date().toISOString(),
  people: report.people_asked,
  joined: report.people_joined,
  cut_off: sum(report.closed_while_measuring),
  server_hz: report.tick_rate_hz.p50,
  frames_per_s: report.frames_per_second.p50,
  staleness_p95_ms: report.staleness_nearest_32_ms.p95,
  error_p95_m: report.error_nearest_32_m.p95,
  samples: report.samples,
  unknown: report.samples_of_unknown_people,
  kbit_per_s_p95: Math.round(report.bytes_down_per_second.p95 * 0.8) / 100,
  server_cores: Number(serverCores),
  load_cores: report.swarm.cpu_cores,
  load_late_p95_ms: report.swarm.late_ms.p95,
};
writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
