// The still behind the first page: two banks, the bridge, the tower on its hill, by day or night.
// Drawn, not photographed: it costs two kilobytes and is sharp on any screen.
import { useMemo } from 'preact/hooks';

interface Tone {
  sky: [string, string, string];
  far: string;
  near: string;
  hill: string;
  tower: string;
  roof: string;
  river: [string, string];
  bridge: string;
  window: string;
  light: number;
}

const tones: Record<'day' | 'night', Tone> = {
  day: {
    sky: ['#6fa3c4', '#b9d3dc', '#f3e3c4'],
    far: '#9db8c4',
    near: '#7f9fae',
    hill: '#5d7f6b',
    tower: '#c9813c',
    roof: '#d9a441',
    river: ['#8fb4c4', '#5f8799'],
    bridge: '#56707e',
    window: '#ffffff',
    light: 0.12,
  },
  night: {
    sky: ['#0b1030', '#262a5c', '#8a4f63'],
    far: '#232a55',
    near: '#171d42',
    hill: '#10183a',
    tower: '#7a3b26',
    roof: '#f0b44c',
    river: ['#2b3467', '#0c1230'],
    bridge: '#0d1432',
    window: '#ffd98a',
    light: 0.85,
  },
};

/** Small repeatable chance (Park and Miller, 1988): the still is the same at every visit. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Block {
  x: number;
  width: number;
  height: number;
  windows: { x: number; y: number }[];
}

function skyline(seed: number, lowest: number, highest: number, from: number, to: number): Block[] {
  const random = chance(seed);
  const blocks: Block[] = [];
  for (let x = from; x < to;) {
    const width = 18 + random() * 34;
    const height = lowest + (highest - lowest) * random() ** 2.2;
    const windows = [];
    for (let wx = 5; wx < width - 6; wx += 7) {
      for (let wy = 8; wy < height - 6; wy += 9) {
        if (random() < 0.3) windows.push({ x: x + wx, y: wy });
      }
    }
    blocks.push({ x, width, height, windows });
    x += width + random() * 4;
  }
  return blocks;
}

function Blocks({
  blocks,
  base,
  tone,
  colour,
}: {
  blocks: Block[];
  base: number;
  tone: Tone;
  colour: string;
}) {
  const walls = blocks.map((b) => `M${b.x} ${base}v${-b.height}h${b.width}v${b.height}z`).join('');
  const lights = blocks
    .flatMap((b) => b.windows.map((w) => `M${w.x} ${base - b.height + w.y}h2.6v3.4h-2.6z`))
    .join('');
  return (
    <>
      <path d={walls} fill={colour} />
      <path d={lights} fill={tone.window} opacity={tone.light * 0.75} />
    </>
  );
}

/** One roof of the tower: a curve that turns up at both ends. */
function roof(y: number, half: number): string {
  const x = 0;
  return (
    `M${x - half} ${y - 10}q${half * 0.14} 10 ${half * 0.5} -6L${x} ${y - 22}` +
    `L${x + half * 0.5} ${y - 16}q${half * 0.36} 16 ${half * 0.5} 6` +
    `q${-half * 0.1} 14 ${-half * 0.3} 13h${-half * 1.4}q${-half * 0.2} 1 ${-half * 0.3} -13z`
  );
}

function Tower({ tone }: { tone: Tone }) {
  const storeys = [0, 1, 2, 3, 4].map((i) => ({ y: -30 - i * 40, half: 74 - i * 10 }));
  return (
    <g transform="translate(850 590) scale(1.35)">
      <path d="M-96 22h192l16 20h-224z" fill={tone.near} />
      {storeys.map(({ y, half }) => (
        <g key={y}>
          <path d={`M${-half * 0.62} ${y + 30}v-44h${half * 1.24}v44z`} fill={tone.tower} />
          <path
            d={`M${-half * 0.5} ${y + 24}v-20h${half}v20z`}
            fill={tone.window}
            opacity={tone.light * 0.9}
          />
          <path d={roof(y, half)} fill={tone.roof} />
        </g>
      ))}
      <path d="M-4 -206l4 -34l4 34z" fill={tone.roof} />
    </g>
  );
}

function Bridge({ tone }: { tone: Tone }) {
  const piers = [60, 200, 340, 480, 620];
  const truss = Array.from({ length: 27 }, (_, i) => `M${i * 26} 640l13 -26l13 26`).join('');
  return (
    <g>
      <path d={truss} stroke={tone.bridge} stroke-width="3" fill="none" />
      <path d="M0 608h706v8H0zM0 638h706v12H0z" fill={tone.bridge} />
      <path d={piers.map((x) => `M${x - 11} 650h22l5 74h-32z`).join('')} fill={tone.bridge} />
      <path
        d={Array.from({ length: 28 }, (_, i) => `M${i * 26 - 1} 602h3v5h-3z`).join('')}
        fill={tone.window}
        opacity={tone.light}
      />
    </g>
  );
}

function Glints({ tone }: { tone: Tone }) {
  const random = chance(77);
  const strokes = Array.from({ length: 90 }, () => {
    const y = 690 + random() ** 1.4 * 200;
    return `M${random() * 1600} ${y}h${10 + random() * (y - 660) * 0.35}`;
  });
  return (
    <path
      d={strokes.join('')}
      stroke={tone.window}
      stroke-width="2"
      opacity={0.12 + tone.light * 0.22}
    />
  );
}

export function Backdrop({ night }: { night: boolean }) {
  const tone = tones[night ? 'night' : 'day'];
  const far = useMemo(() => skyline(11, 40, 190, 0, 1600), []);
  const near = useMemo(() => skyline(23, 26, 130, 0, 1600), []);
  return (
    <svg
      class="backdrop"
      viewBox="0 0 1600 900"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
    >
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color={tone.sky[0]} />
          <stop offset="0.6" stop-color={tone.sky[1]} />
          <stop offset="1" stop-color={tone.sky[2]} />
        </linearGradient>
        <radialGradient id="halo">
          <stop offset="0.1" stop-color="#fff3d6" stop-opacity="0.34" />
          <stop offset="1" stop-color="#fff3d6" stop-opacity="0" />
        </radialGradient>
        <linearGradient id="river" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color={tone.river[0]} />
          <stop offset="1" stop-color={tone.river[1]} />
        </linearGradient>
      </defs>
      <rect width="1600" height="680" fill="url(#sky)" />
      <circle
        cx="470"
        cy="180"
        r={night ? 34 : 46}
        fill={night ? '#fbeecb' : '#fff6dd'}
        opacity="0.9"
      />
      <circle cx="470" cy="180" r="190" fill="url(#halo)" />
      <Blocks blocks={far} base={660} tone={tone} colour={tone.far} />
      <Blocks blocks={near} base={680} tone={tone} colour={tone.near} />
      <path
        d="M560 690c70-16 130-74 230-84c90-8 150 10 240 30c120 27 240 34 330 54z"
        fill={tone.hill}
      />
      <Tower tone={tone} />
      <rect y="676" width="1600" height="224" fill="url(#river)" />
      <Bridge tone={tone} />
      <Glints tone={tone} />
    </svg>
  );
}
