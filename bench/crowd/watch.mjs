// One JSON line a second until the swarm has ended: the processors and memory that each uses.
// usage: node bench/crowd/watch.mjs METRICS_URL SERVER_PID SWARM_PID [LINE_PID]
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const [metricsUrl, serverPid, swarmPid, linePid] = process.argv.slice(2);
const TICKS_PER_S = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const PERIOD_MS = 1000;
const PATIENCE_MS = 5000;
const PROCESSORS = cpus().length;

/** Of /proc/.../stat (proc(5)): the name, the state, and the seconds of processor used. */
function readStat(path) {
  const text = readFileSync(path, 'utf8');
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  return {
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    state: fields[0],
    cpu_s: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S,
  };
}

/** Seconds by name of thread; the main thread has the name of the program. */
function threadsOf(pid) {
  const threads = {};
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const { name, cpu_s } = readStat(`/proc/${pid}/task/${task}/stat`);
    threads[name] = (threads[name] ?? 0) + cpu_s;
  }
  return threads;
}

/** Seconds that all processors together were not idle; stolen ones count, as others have them. */
function busySeconds(uptimeS) {
  const [, , , , idle, waiting] = readFileSync('/proc/stat', 'utf8').split(/\s+/).map(Number);
  return uptimeS * PROCESSORS - (idle + waiting) / TICKS_PER_S;
}

function megabytes(pid, field) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024;
}

function hasEnded(pid) {
  try {
    return readStat(`/proc/${pid}/stat`).state === 'Z';
  } catch {
    return true;
  }
}

/** Everything of this moment: read at once, so that the parts add up. */
function sample() {
  const own = process.cpuUsage();
  const at_s = performance.now() / 1000;
  return {
    at_s,
    wall_s: Date.now() / 1000,
    busy_s: busySeconds(at_s),
    server_s: readStat(`/proc/${serverPid}/stat`).cpu_s,
    threads_s: threadsOf(serverPid),
    swarm_s: readStat(`/proc/${swarmPid}/stat`).cpu_s,
    line_s: linePid === undefined ? 0 : readStat(`/proc/${linePid}/stat`).cpu_s,
    watch_s: (own.user + own.system) / 1e6,
    memory_mb: megabytes(serverPid, 'VmRSS'),
    memory_peak_mb: megabytes(serverPid, 'VmHWM'),
  };
}

/** What the server counts itself. */
async function counted() {
  const answer = await fetch(metricsUrl, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const counted_at_s = performance.now() / 1000;
  const text = await answer.text();
  const values = (name) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))].map(([, value]) =>
      Number(value),
    );
  const [received] = values('yc_gateway_messages_received_total');
  const [sent] = values('yc_gateway_messages_sent_total');
  const crowd_step = Math.max(...values('yc_crowd_step'));
  return { counted_at_s, messages: received + sent, crowd_step };
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

for (let due = performance.now(); !hasEnded(swarmPid); due += PERIOD_MS) {
  process.stdout.write(`${JSON.stringify({ ...sample(), ...told })}\n`);
  void ask();
  await pause(Math.max(0, due + PERIOD_MS - performance.now()));
}
