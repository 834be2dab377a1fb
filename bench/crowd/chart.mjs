// The chart of a ladder: four small plots over the number of people, as the text of an SVG.

const WIDTH = 960;
const HEIGHT = 720;
const HEAD = 76;
const FOOT = 34;
const PLOT = { left: 64, top: 34, right: 20, bottom: 44 };
const INK = '#1f2933';
const FAINT = '#d5dbe1';
const FIRST = '#1f6fb2';
const SECOND = '#c2571a';
const FONT = 'font-family="DejaVu Sans, Verdana, sans-serif"';

const PANELS = [
  {
    title: 'Staleness of the nearest 32, p95',
    unit: 'ms',
    lines: [{ of: (rung) => rung.staleness_nearest_32_p95_ms, colour: FIRST }],
  },
  {
    title: 'Error of the nearest 32 as shown, p95',
    unit: 'm',
    lines: [{ of: (rung) => rung.error_nearest_32_p95_m, colour: FIRST }],
  },
  {
    title: 'Told to one viewer, p95',
    unit: 'kbit/s',
    lines: [{ of: (rung) => rung.kbit_per_s_p95, colour: FIRST }],
  },
  {
    title: 'Processor while measuring',
    unit: 'cores',
    lines: [
      { of: (rung) => rung.server_cores, colour: FIRST, name: 'server' },
      { of: (rung) => rung.swarm_cores, colour: SECOND, name: 'swarm' },
    ],
  },
];

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const fixed = (value) => Number(value.toFixed(1));

function text(x, y, content, { size = 12, anchor = 'start', colour = INK, more = '' } = {}) {
  return (
    `<text x="${fixed(x)}" y="${fixed(y)}" ${FONT} font-size="${size}" fill="${colour}" ` +
    `text-anchor="${anchor}"${more}>${escaped(String(content))}</text>`
  );
}

function rule(x1, y1, x2, y2, colour) {
  const [a, b, c, d] = [x1, y1, x2, y2].map(fixed);
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="${colour}"/>`;
}

/** Steps of 1, 2 or 5 times a power of ten, about five up to the highest value. */
export function niceStep(highest) {
  const rough = highest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}

/** Where values lie in a plot: people by their logarithm, the rest from 0 upwards. */
function scalesOf(panel, rungs, box) {
  const people = rungs.map((rung) => rung.people);
  const [least, most] = [Math.min(...people), Math.max(...people)].map(Math.log);
  const highest = Math.max(...rungs.flatMap((rung) => panel.lines.map(({ of }) => of(rung))));
  const step = niceStep(highest > 0 ? highest : 1);
  const top = Math.max(step, Math.ceil(highest / step) * step);
  const inset = 16;
  const width = box.right - box.left - 2 * inset;
  const share = (value) => (most > least ? (Math.log(value) - least) / (most - least) : 0.5);
  return {
    x: (value) => box.left + inset + share(value) * width,
    y: (value) => box.bottom - (value / top) * (box.bottom - box.top),
    step,
    top,
  };
}

function axes(panel, rungs, box, { x, y, step, top }) {
  const parts = [];
  for (let i = 0; i * step <= top * 1.001; ++i) {
    const value = i * step;
    parts.push(rule(box.left, y(value), box.right, y(value), i === 0 ? INK : FAINT));
    const label = Number(value.toPrecision(6)).toLocaleString('en');
    parts.push(text(box.left - 8, y(value) + 4, label, { anchor: 'end' }));
  }
  let taken = -Infinity;
  for (const people of [...new Set(rungs.map((rung) => rung.people))].sort((a, b) => a - b)) {
    parts.push(rule(x(people), box.bottom, x(people), box.bottom + 4, INK));
    if (x(people) - taken < 34) continue;
    taken = x(people);
    parts.push(
      text(taken, box.bottom + 17, people.toLocaleString('en'), { size: 11, anchor: 'middle' }),
    );
  }
  const middle = (box.left + box.right) / 2;
  parts.push(text(middle, box.bottom + 33, 'people', { anchor: 'middle' }));
  const height = (box.top + box.bottom) / 2;
  const at = `transform="rotate(-90 ${box.left - 48} ${height})"`;
  parts.push(text(box.left - 48, height, panel.unit, { anchor: 'middle', more: ` ${at}` }));
  parts.push(text(box.left, box.top - 14, panel.title, { size: 13, more: ' font-weight="bold"' }));
  return parts;
}

/** A dot, a diamond for the lossy line, and hollow when the rung was not valid. */
function mark(x, y, rung, colour) {
  const fill = rung.verdict === 'valid' ? colour : '#ffffff';
  const look = `fill="${fill}" stroke="${colour}" stroke-width="1.5"`;
  const [cx, cy] = [fixed(x), fixed(y)];
  if (!rung.lossy) return `<circle cx="${cx}" cy="${cy}" r="3.5" ${look}/>`;
  return `<path d="M${cx} ${fixed(cy - 6)}l6 6-6 6-6-6z" ${look}/>`;
}

function curve({ of, colour }, rungs, { x, y }) {
  const direct = rungs.filter((rung) => !rung.lossy).sort((a, b) => a.people - b.people);
  const points = direct.map((rung) => `${fixed(x(rung.people))},${fixed(y(of(rung)))}`).join(' ');
  return [
    `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...rungs.map((rung) => mark(x(rung.people), y(of(rung)), rung, colour)),
  ];
}

function names(panel, box) {
  return panel.lines
    .filter(({ name }) => name !== undefined)
    .flatMap(({ name, colour }, i) => {
      const y = box.top + 12 + 18 * i;
      return [
        rule(box.left + 12, y - 4, box.left + 34, y - 4, colour),
        text(box.left + 40, y, name, { colour }),
      ];
    });
}

function plot(panel, rungs, column, row) {
  const [width, height] = [WIDTH / 2, (HEIGHT - HEAD - FOOT) / 2];
  const box = {
    left: column * width + PLOT.left,
    right: (column + 1) * width - PLOT.right,
    top: HEAD + row * height + PLOT.top,
    bottom: HEAD + (row + 1) * height - PLOT.bottom,
  };
  const scales = scalesOf(panel, rungs, box);
  return [
    ...axes(panel, rungs, box, scales),
    ...panel.lines.flatMap((each) => curve(each, rungs, scales)),
    ...names(panel, box),
  ];
}

function legend() {
  const y = HEIGHT - 14;
  const kinds = [
    [24, { verdict: 'valid' }, 'on this machine'],
    [194, { verdict: 'valid', lossy: true }, 'over the lossy line'],
    [384, { verdict: '' }, 'hollow: not valid, see the verdict in crowd.json'],
  ];
  return kinds.flatMap(([x, rung, label]) => [
    mark(x, y - 4, rung, INK),
    text(x + 12, y, label, { size: 12 }),
  ]);
}

/** The chart of what bench/results/crowd.json holds. */
export function chartOf({ machine, date, pattern, lossy_line, rungs }) {
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(24, 30, 'A crowd in the plaza, seen by those who receive', {
      size: 18,
      more: ' font-weight="bold"',
    }),
    text(24, 50, `${machine}, shared by server and swarm; ${date}; pattern ${pattern}`),
    text(24, 67, `lossy line: ${lossy_line}`),
    ...PANELS.flatMap((panel, i) => plot(panel, rungs, i % 2, i >> 1)),
    ...legend(),
  ];
  const size = `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${parts.join('\n')}\n</svg>\n`;
}
