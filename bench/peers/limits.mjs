// The bar that everybody is held to, and the only place where it stands.

export const WATCHED_VIEWERS = 48;
export const NEAREST = 32;

export const LIMITS = {
  serverHz: 19, // of 20: what the timer of a loaded machine leaves
  framesPerSecond: 15, // a tick in which nothing changed for a viewer sends nothing
  stalenessMs: 150, // p95 over the nearest of the watched viewers
  errorM: 0.25, // p95, likewise
};

// A load whose own work comes later than this too often says nothing about the server.
const STARVED_MS = 20;

/** Why a record of a rung (record.mjs) does not hold the bar; empty when it does. */
export function failings(record) {
  const why = [];
  if (record.load_late_p95_ms > STARVED_MS) why.push('load starved');
  if (record.joined < record.people) why.push(`${record.people - record.joined} not in`);
  if (record.cut_off > 0) why.push(`${record.cut_off} cut off`);
  if (record.server_hz < LIMITS.serverHz) why.push('tick rate');
  if (record.frames_per_s < LIMITS.framesPerSecond) why.push('frames');
  if (record.staleness_p95_ms > LIMITS.stalenessMs) why.push('staleness');
  if (record.error_p95_m > LIMITS.errorM) why.push('error');
  return why;
}
