// One JSON line a second until the swarm has ended: the processors and memory that each uses.
// usage: node bench/crowd/watch.mjs METRICS_URL SERVER_PID SWARM_PID [LINE_PID]
import { setTimeout as pause } from 'node:timers/promises';
import { fetchMetrics, valuesOf } from './metrics.mjs';
import { hasEnded, sampleOf } from './processes.mjs';

const [metricsUrl, server, swarm, line] = process.argv.slice(2);
const PERIOD_MS = 1000;

async function counted() {
  const text = await fetchMetrics(metricsUrl);
  const [received] = valuesOf(text, 'yc_gateway_messages_received_total');
  const [sent] = valuesOf(text, 'yc_gateway_messages_sent_total');
  const crowd_step = Math.max(...valuesOf(text, 'yc_crowd_step'));
  return { counted_at_s: performance.now() / 1000, messages: received + sent, crowd_step };
}

// A server that is slow to answer must not hold up the samples: they carry what it told last.
let told = {};
let asking = false;
async function ask() {
  if (asking) return;
  asking = true;
  told = await counted().catch(() => told);
  asking = false;
}

for (let due = performance.now(); !hasEnded(swarm); due += PERIOD_MS) {
  const sample = sampleOf({ server, swarms: [swarm], line });
  process.stdout.write(`${JSON.stringify({ ...sample, ...told })}\n`);
  void ask();
  await pause(Math.max(0, due + PERIOD_MS - performance.now()));
}
