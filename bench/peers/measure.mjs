// What the watched viewers of one thread hold, against the truth: docs/crowd.md, "Measuring".
import { NEAREST } from './limits.mjs';
import { Nearest } from './nearest.mjs';

/** The smallest value that a share of all values does not exceed; 0 without values. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export class Measure {
  stalenessMs = [];
  errorM = [];
  unknown = 0;
  #finders = new Map();

  constructor(walk, way, viewers) {
    this.walk = walk;
    this.way = way;
    this.viewers = viewers;
    for (const viewer of viewers) this.#finders.set(viewer, new Nearest());
  }

  sample(atMs) {
    const places = Array.from({ length: this.walk.people }, (_, i) => this.walk.truth(i, atMs));
    const xs = Float64Array.from(places, ({ x }) => x);
    const zs = Float64Array.from(places, ({ z }) => z);
    for (const viewer of this.viewers) {
      const others = this.#finders.get(viewer).find(xs, zs, viewer.person, NEAREST);
      for (const other of others) this.#judge(viewer, other, places[other], atMs);
    }
  }

  #judge(viewer, other, truth, atMs) {
    const held = viewer.held(other);
    if (held === undefined) {
      ++this.unknown;
      this.stalenessMs.push(atMs - this.walk.startMs);
      return;
    }
    const { walk, way } = this;
    this.stalenessMs.push(atMs - way.trueAtMs(walk, other, held, viewer.heardAtMs));
    const shown = way.shownAt(walk, other, held, atMs);
    this.errorM.push(Math.hypot(shown.x - truth.x, shown.z - truth.z));
  }
}
