// What processes and the whole machine have used, of /proc (proc(5)).
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';

const TICKS_PER_S = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const PROCESSORS = cpus().length;

/** Of /proc/.../stat: the name, the state, and the seconds of processor used. */
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

export function hasEnded(pid) {
  try {
    return readStat(`/proc/${pid}/stat`).state === 'Z';
  } catch {
    return true;
  }
}

const secondsOf = (pid) => (hasEnded(pid) ? 0 : readStat(`/proc/${pid}/stat`).cpu_s);

/** Everything of this moment: read at once, so that the parts add up. */
export function sampleOf({ server, swarms, line }) {
  const own = process.cpuUsage();
  const at_s = performance.now() / 1000;
  return {
    at_s,
    wall_s: Date.now() / 1000,
    busy_s: busySeconds(at_s),
    server_s: readStat(`/proc/${server}/stat`).cpu_s,
    threads_s: threadsOf(server),
    swarm_s: swarms.map(secondsOf).reduce((all, seconds) => all + seconds, 0),
    line_s: line === undefined ? 0 : secondsOf(line),
    watch_s: (own.user + own.system) / 1e6,
    memory_mb: megabytes(server, 'VmRSS'),
    memory_peak_mb: megabytes(server, 'VmHWM'),
  };
}
