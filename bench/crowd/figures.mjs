// From what the swarm reports and what was watched meanwhile to the figures of one rung.

export const MOST_OTHERS_CORES = 0.2;
export const MOST_OF_PLAIN = 1.3;

const round = (value, digits = 2) => Number(value.toFixed(digits));
export const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);

/**
 * The samples of the middle half of the measuring time, which ended when the report was written:
 * neither those who join nor the sums at the end are in it.
 */
export function middleOf(samples, endedS, measuredS) {
  return samples.filter(
    ({ wall_s }) => wall_s >= endedS - 0.75 * measuredS && wall_s <= endedS - 0.25 * measuredS,
  );
}

/** Cores that each used between the first and the last of these samples. */
export function coresOf(samples) {
  const [first, last] = [samples[0], samples.at(-1)];
  const rate = (of) => (of(last) - of(first)) / (last.at_s - first.at_s);
  const threads = Object.keys(last.threads_s).map((name) => [
    name,
    round(rate(({ threads_s }) => threads_s[name] ?? 0)),
  ]);
  const ours = ({ server_s, swarm_s, line_s, watch_s }) => server_s + swarm_s + line_s + watch_s;
  return {
    server: rate(({ server_s }) => server_s),
    threads: Object.fromEntries(threads.filter(([, cores]) => cores > 0)),
    machine: rate(({ busy_s }) => busy_s),
    swarm: rate(({ swarm_s }) => swarm_s),
    line: rate(({ line_s }) => line_s),
    others: Math.max(
      0,
      rate((sample) => sample.busy_s - ours(sample)),
    ),
  };
}

/** Messages that the server received and sent, a second. */
export function messagesPerSecond(samples) {
  const counted = samples.filter(({ messages }) => messages !== undefined);
  if (counted.length < 2) return Number.NaN;
  const [first, last] = [counted[0], counted.at(-1)];
  return (last.messages - first.messages) / (last.counted_at_s - first.counted_at_s);
}

/** What the receivers saw. */
function seen(report) {
  const kbit = (bytes) => Math.round((bytes * 8) / 1000);
  return {
    tick_hz: report.tick_rate_hz.p50,
    frames_per_s: report.frames_per_second.p50,
    staleness_nearest_32_p50_ms: report.staleness_nearest_32_ms.p50,
    staleness_nearest_32_p95_ms: report.staleness_nearest_32_ms.p95,
    error_nearest_32_p50_m: report.error_nearest_32_m.p50,
    error_nearest_32_p95_m: report.error_nearest_32_m.p95,
    staleness_within_100_m_p95_ms: report.staleness_within_100_m_ms.p95,
    kbit_per_s_p50: kbit(report.bytes_down_per_second.p50),
    kbit_per_s_p95: kbit(report.bytes_down_per_second.p95),
    join_p95_ms: report.join_ms.p95,
    corrections: report.corrections,
    cut_off: report.closed_while_measuring,
    refused: report.refused,
  };
}

/** What it cost: in the middle of measuring, and while people came. */
function spent(report, samples, endedS) {
  const middle = middleOf(samples, endedS, report.measured_s);
  if (middle.length < 2) throw new Error('watched too rarely while measuring: raise MEASURE_S');
  const coming = samples.filter(({ wall_s }) => wall_s < endedS - report.measured_s - 2);
  const cores = coresOf(middle);
  const messages = messagesPerSecond(middle);
  const steps = middle.map(({ crowd_step }) => crowd_step).filter((step) => step !== undefined);
  return {
    server_cores: round(cores.server, 3),
    server_cores_by_thread: cores.threads,
    server_cores_while_joining: coming.length < 2 ? null : round(coresOf(coming).server),
    server_memory_mb: Math.round(middle.at(-1).memory_mb),
    server_memory_peak_mb: Math.round(samples.at(-1).memory_peak_mb),
    machine_cores: round(cores.machine, 3),
    swarm_cores: round(cores.swarm),
    line_cores: round(cores.line),
    others_cores: round(cores.others),
    crowd_step: steps.length === 0 ? null : Math.max(...steps),
    messages_per_s: Math.round(messages),
    us_a_message: round(((cores.server + cores.swarm) * 1e6) / messages, 1),
  };
}

/** Why the figures of a rung say nothing about the server; none = they do. */
export function doubts(rung, starved, mostUsAMessage) {
  const found = [];
  if (rung.others_cores > MOST_OTHERS_CORES) found.push(`others used ${rung.others_cores} cores`);
  if (starved) found.push('the swarm starved');
  if (!(rung.us_a_message <= mostUsAMessage)) {
    found.push(`a message cost ${rung.us_a_message} us, not ${mostUsAMessage}`);
  }
  return found;
}

/** How many times the processor of the same people without TLS. */
export function ofPlain(rung, plain) {
  return {
    server_cores: round(rung.server_cores / plain.server_cores),
    machine_cores: round(rung.machine_cores / plain.machine_cores),
  };
}

/** Everything of one rung; its name is a number of people, lossy:PEOPLE or tls:PEOPLE; earlier: the
 * rungs before it, among them that of as many people without TLS. */
export function figuresOf({ name, report, samples, endedS, mostUsAMessage, earlier = [] }) {
  const rung = {
    people: report.people_asked,
    measured_s: report.measured_s,
    joined: report.people_joined,
    lossy: name.startsWith('lossy:'),
    ...seen(report),
    ...spent(report, samples, endedS),
  };
  if (name.startsWith('tls:')) {
    rung.tls = true;
    rung.of_plain = ofPlain(
      rung,
      earlier.findLast((each) => isPlain(each, rung.people)),
    );
  }
  const found = doubts(rung, report.swarm.starved, mostUsAMessage);
  return { ...rung, verdict: found.length === 0 ? 'valid' : `not valid: ${found.join(', ')}` };
}

export const isPlain = (rung, people) =>
  rung.people === people && !rung.lossy && !rung.tls && !rung.shed;

/** Whether TLS took more than it may; a rung that is not valid says nothing of it. */
export function isDear(rung) {
  if (rung.of_plain === undefined || rung.verdict !== 'valid') return false;
  return Math.max(...Object.values(rung.of_plain)) > MOST_OF_PLAIN;
}

// Now and then the judge finds no way where a walker's solver, by longer steps, found one: about
// one pose in 200,000, at the edges of stairs and banks. Of more people than this it is a fault.
const CORRECTED_SHARE = 0.001;

/** How many could not enter, were cut off, or, if they are not just a few, were corrected. */
export function harmed(rung) {
  const lost = rung.people - rung.joined + sum(rung.cut_off) + sum(rung.refused);
  const corrected = sum(rung.corrections);
  return lost + (corrected > rung.people * CORRECTED_SHARE ? corrected : 0);
}

function threadCores(rung, pattern) {
  const named = Object.entries(rung.server_cores_by_thread).filter(([name]) => pattern.test(name));
  return round(sum(Object.fromEntries(named)));
}

function besidePlain({ of_plain: times }) {
  if (times === undefined) return '';
  return `; ${times.server_cores} x the server without TLS, ${times.machine_cores} x the machine`;
}

const COLUMNS = [
  ['people', (rung) => `${rung.people}${rung.lossy ? ' lossy' : rung.tls ? ' tls' : ''}`],
  ['joined', (rung) => rung.joined],
  ['tick Hz', (rung) => rung.tick_hz],
  ['frames/s', (rung) => rung.frames_per_s],
  ['nearest 32: stale p95 ms', (rung) => rung.staleness_nearest_32_p95_ms],
  ['error p95 m', (rung) => rung.error_nearest_32_p95_m],
  ['within 100 m: stale p95 ms', (rung) => rung.staleness_within_100_m_p95_ms],
  ['kbit/s p95', (rung) => rung.kbit_per_s_p95],
  ['step', (rung) => rung.crowd_step],
  ['server cores', (rung) => rung.server_cores],
  ['tick', (rung) => threadCores(rung, /^tick/)],
  ['shards', (rung) => threadCores(rung, /^shard/)],
  ['swarm cores', (rung) => rung.swarm_cores],
  ['others', (rung) => rung.others_cores],
  ['us a message', (rung) => rung.us_a_message],
  ['memory peak MB', (rung) => rung.server_memory_peak_mb],
  ['corrected', (rung) => sum(rung.corrections)],
  ['cut off', (rung) => sum(rung.cut_off) + sum(rung.refused)],
  ['verdict', (rung) => rung.verdict + besidePlain(rung)],
];

const line = (cells) => `| ${cells.join(' | ')} |\n`;

export function tableHead() {
  return line(COLUMNS.map(([title]) => title)) + line(COLUMNS.map(() => '---'));
}

export function tableRow(rung) {
  return line(COLUMNS.map(([, cell]) => cell(rung) ?? '-'));
}
