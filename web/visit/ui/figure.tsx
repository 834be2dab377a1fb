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

const pick = (colours: readonly string[], index: number) => colours[index] ?? colours[0];

export function Figure({ look, bust = false }: { look: bigint; bust?: boolean }) {
  const parts = unpackLook(look);
  const skin = pick(skinColors, parts.skin);
  const top = pick(clothColors, parts.topColor);
  const wide = [0.9, 1, 1.15, 0.85][parts.body] ?? 1;
  const skirt = parts.bottom >= 2;
  const hem = parts.bottom === 1 || parts.bottom === 2 ? 82 : 100;
  return (
    <svg class="figure" viewBox={bust ? '14 2 36 36' : '0 0 64 116'} aria-hidden="true">
      <g transform={`translate(${32 - 32 * wide} 0) scale(${wide} 1)`}>
        <path d="M25 96h6v14h-8zM33 96h6l2 14h-8z" fill={skin} />
        <path d="M22 108h9v6h-11zM33 108h9l2 6h-11z" fill={pick(shoesColors, parts.shoesColor)} />
        <path
          d={skirt ? `M23 66h18l5 ${hem - 66}H18z` : `M22 66h20l-1 ${hem - 66}h-8l-1-24-1 24h-8z`}
          fill={pick(clothColors, parts.bottomColor)}
        />
        <path d="M17 40c0-5 4-7 9-7h12c5 0 9 2 9 7l3 28-5 1-4-22v23H23V47l-4 22-5-1z" fill={top} />
        <path d="M28 26h8v7a4 4 0 0 1-8 0z" fill={skin} />
        <circle cx="32" cy="20" r="9" fill={skin} />
        <path d={hairs[parts.hair] ?? ''} fill={pick(hairColors, parts.hairColor)} />
      </g>
    </svg>
  );
}
