// What people wear until their look is told: far off, so that a crowd is varied and yet calm.
import { lookCounts, packLook } from '../../protocol/generated/look.js';
import { seededRandom } from '../random.js';

const kLooks = 64;
/** Handles are given in order: neighbours must not look alike. */
const kStride = 37;

/** Colours of cloth that many people wear: neutrals, navy, beige, here and there a strong one. */
const kCloth = [0, 1, 2, 10, 15, 1, 2, 10, 14, 0, 9, 15, 2, 7, 3, 13];

/** Of so many choices the first ones more often. */
const pick = (random: () => number, count: number, lean = 1): number =>
  Math.floor(random() ** lean * count);

function makeLooks(): [low: number, high: number][] {
  const random = seededRandom(41);
  return Array.from({ length: kLooks }, () => {
    const look = packLook({
      body: pick(random, lookCounts.body - 1),
      skin: pick(random, lookCounts.skin, 2),
      hair: pick(random, lookCounts.hair - 1) + 1,
      hairColor: pick(random, lookCounts.hairColor, 3),
      top: pick(random, lookCounts.top),
      topColor: kCloth[pick(random, kCloth.length)]!,
      bottom: pick(random, lookCounts.bottom, 2),
      bottomColor: kCloth[pick(random, kCloth.length, 1.6)]!,
      shoesColor: pick(random, lookCounts.shoesColor),
      accessory: pick(random, lookCounts.accessory, 3),
      accessoryColor: kCloth[pick(random, kCloth.length)]!,
    });
    return [Number(look & 0xffffffffn), Number(look >> 32n)];
  });
}

let looks: [low: number, high: number][] | null = null;

export function defaultLook(handle: number): readonly [low: number, high: number] {
  looks ??= makeLooks();
  return looks[(handle * kStride) % kLooks]!;
}
