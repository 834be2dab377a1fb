/** Finds those nearest to one viewer, within a radius that follows how dense the crowd is. */
export class Nearest {
  #radiusM = 20;

  /** Indices of the `count` nearest to `me`, nearest first; xs and zs in metres. */
  find(xs, zs, me, count) {
    const wanted = Math.min(count, xs.length - 1);
    let found = this.#within(xs, zs, me);
    for (; found.length < wanted && this.#radiusM < 1e4; found = this.#within(xs, zs, me)) {
      this.#radiusM *= 1.4;
    }
    found.sort((a, b) => a.distance2 - b.distance2);
    found.length = Math.min(found.length, wanted);
    if (found.length > 0) this.#radiusM = 1.15 * Math.sqrt(found.at(-1).distance2) + 0.1;
    return found.map(({ index }) => index);
  }

  #within(xs, zs, me) {
    const [x, z, limit] = [xs[me], zs[me], this.#radiusM ** 2];
    const found = [];
    for (let index = 0; index < xs.length; ++index) {
      const distance2 = (xs[index] - x) ** 2 + (zs[index] - z) ** 2;
      if (distance2 <= limit && index !== me) found.push({ index, distance2 });
    }
    return found;
  }
}
