// A small flat person in the colours of a look: in lists, and while the turning one still loads.
import { unpackLook } from '../../protocol';
import { clothColors, hairColors, shoesColors, skinColors } from '../../protocol/look-palettes';

/** Outlines of the hair styles of schema/look.json, around a head at (32, 20) of radius 9. */
const hairs = [
  '',
  'M22 20a10 10 0 0 1 20 0c-2-4-5-5-10-5s-8 1-10 5z',
  'M22 21c-1-8 5-12 11-11 6 0 10 4 9 11-3-2-3-5-9-5-4 1-8 0-11 5z',
  'M21 25c-2-10 3-16 11-16s13 6 11 16l-4 1c2-6-1-9-7-9s-9 3-7 9z',
  'M20 36c-1-18 2-27 12-27s13 9 12 27l-5-3c2-8 1-16-7-16s-9 8-7 16z',
  'M22 20a10 10 0 0 1 20 0c-2-4-5-5-10-5s-8 1-10 5zM32 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  'M22 20a10 10 0 0 1 20 0c-2-4-5-5-10-5s-8 1-10 5zM41 13c6 3 6 12 3 20-2-6 0-12-5-16z',
  'M22 23c-4-3-3-8 0-9 0-5 5-7 9-5 4-3 9 0 10 4 4 2 3 7 1 10-1-5-4-6-10-6s-8 2-10 6z',
];

// The same heights as in the city: a metre is 59 units, the soles are at 114.
const hems = [110, 83, 83, 106];
const longSleeves = 'M17 40c0-5 4-7 9-7h12c5 0 9 2 9 7l3 28-5 1-4-22v23H23V47l-4 22-5-1z';
const shortSleeves = 'M17 40c0-5 4-7 9-7h12c5 0 9 2 9 7l1 12-6 1-1-6v23H23V47l-1 6-6-1z';
const noSleeves = 'M21 35c2-2 4-2 5-2h12c1 0 3 0 5 2l-2 12v23H23V47z';
const wideSleeves = 'M17 40c0-5 4-7 9-7h12c5 0 9 2 9 7l6 30H43l-2-20v20H23V50l-2 20H11z';

interface Top {
  cut: string;
  /** Colour of the sleeves of a shirt under it. */
  sleeves?: string;
  hem?: number;
  flare?: number;
  ofBottom?: boolean;
  /** Worn instead of a bottom, or of a skirt only. */
  insteadOf?: 'any' | 'skirt';
}

/** By the order of `top` in schema/look.json; a skirt of its own goes down to `hem`. */
const tops: readonly Top[] = [
  { cut: shortSleeves },
  { cut: longSleeves },
  { cut: longSleeves },
  { cut: longSleeves },
  { cut: wideSleeves, hem: 104, flare: 8, ofBottom: true, insteadOf: 'any' },
  { cut: shortSleeves, hem: 89, flare: 2, insteadOf: 'any' },
  { cut: longSleeves, hem: 84, flare: 4, insteadOf: 'skirt' },
  { cut: noSleeves, sleeves: '#ecebe6' },
];

/** By the order of `accessory` in schema/look.json: drawn behind and before the person. */
const accessories: readonly { behind?: string; before?: string }[] = [
  {},
  { before: 'M24 18h7v5h-7zM33 18h7v5h-7zM31 19h2v1h-2z' },
  { before: 'M22 17a10 9 0 0 1 20 0h5v2H22z' },
  { before: 'M24 15a8 8 0 0 1 16 0l10 3H14z' },
  { before: 'M25 28h14v5H25zM34 32h5v14h-5z' },
  { behind: 'M15 36h34v26H15z', before: 'M23 34h3v20h-3zM38 34h3v20h-3z' },
  { behind: 'M21 20a11 11 0 0 1 22 0h-2a9 9 0 0 0-18 0z', before: 'M20 17h4v8h-4zM40 17h4v8h-4z' },
  { before: 'M38 9a3 3 0 1 1 0 6 3 3 0 1 1 0-6z' },
];

const pick = <T,>(choices: readonly T[], index: number) => choices[index] ?? choices[0]!;

const skirt = (hem: number, flare: number) => `M23 64h18l${flare} ${hem - 64}H${23 - flare}z`;
const legs = (hem: number) => `M22 66h20l-1 ${hem - 66}h-8l-1-${hem - 76}-1 ${hem - 76}h-8z`;

export function Figure({ look, bust = false }: { look: bigint; bust?: boolean }) {
  const parts = unpackLook(look);
  const skin = pick(skinColors, parts.skin);
  const topColor = pick(clothColors, parts.topColor);
  const bottomColor = pick(clothColors, parts.bottomColor);
  const top = pick(tops, parts.top);
  const accessory = pick(accessories, parts.accessory);
  const accessoryColor = pick(clothColors, parts.accessoryColor);
  const wide = [0.9, 1, 1.15, 0.85][parts.body] ?? 1;
  const hem = pick(hems, parts.bottom);
  const wearsSkirt = parts.bottom >= 2;
  const covered = top.insteadOf === 'any' || (top.insteadOf === 'skirt' && wearsSkirt);
  return (
    <svg class="figure" viewBox={bust ? '14 2 36 36' : '0 0 64 116'} aria-hidden="true">
      <g transform={`translate(${32 - 32 * wide} 0) scale(${wide} 1)`}>
        <path d={accessory.behind ?? ''} fill={accessoryColor} />
        <path d="M24 66h7v44h-6zM33 66h7l-1 44h-6z" fill={skin} />
        <path
          d="M18 40c0-4 3-6 6-6v12l-5 23a2 3 0 0 1-5 0zM46 40c0-4-3-6-6-6v12l5 23a2 3 0 0 0 5 0z"
          fill={skin}
        />
        <path d="M22 108h9v6h-11zM33 108h9l2 6h-11z" fill={pick(shoesColors, parts.shoesColor)} />
        {!covered && <path d={wearsSkirt ? skirt(hem, 5) : legs(hem)} fill={bottomColor} />}
        {top.hem && (
          <path d={skirt(top.hem, top.flare ?? 0)} fill={top.ofBottom ? bottomColor : topColor} />
        )}
        {top.sleeves && <path d={longSleeves} fill={top.sleeves} />}
        <path d={top.cut} fill={topColor} />
        <path d="M28 26h8v7a4 4 0 0 1-8 0z" fill={skin} />
        <circle cx="32" cy="20" r="9" fill={skin} />
        <path d={hairs[parts.hair] ?? ''} fill={pick(hairColors, parts.hairColor)} />
        <path d={accessory.before ?? ''} fill={accessoryColor} />
      </g>
    </svg>
  );
}
