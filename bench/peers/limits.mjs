// The bar that everybody is held to, and the only place where it stands.

export const WATCHED_VIEWERS = 48;
export const NEAREST = 32;

export const LIMITS = {
  serverHz: 19, // of 20: what the timer of a loaded machine leaves
  framesPerSecond: 15, // a tick in which nothing changed for a viewer sends nothing
  stalenessMs: 150, // p95 over the nearest of the watched viewers
  errorM: 0.2, // p95, likewise
  kbitPerS: 64, // p95 over all viewers, what one is sent
  // A load whose own work comes later than this too often says nothing about the server.
  loadLateMs: 20, // p95
};

const FAILS = {
  'load late': (record) => record.load_late_p95_ms > LIMITS.loadLateMs,
  'not in': (record) => record.joined < record.people,
  'cut off': (record) => record.cut_off > 0,
  'tick rate': (record) => record.server_hz < LIMITS.serverHz,
  frames: (record) => record.frames_per_s < LIMITS.framesPerSecond,
  staleness: (record) => record.staleness_p95_ms > LIMITS.stalenessMs,
  error: (record) => record.error_p95_m > LIMITS.errorM,
  'kbit/s': (record) => record.kbit_per_s_p95 > LIMITS.kbitPerS,
};

/** The limits that a record of a rung fails. */
export const failings = (record) => Object.keys(FAILS).filter((limit) => FAILS[limit](record));

/** Whether a record holds the bar, or would if it had not the limits `without`. */
export const holds = (record, without = []) =>
  failings(record).every((limit) => without.includes(limit));
