// The small pieces of state that are functions of their arguments.
import { describe, expect, it } from 'vitest';
import { CityClock, clockText, wuhanHour } from './city-clock';
import { inviteOf, linkTo, placeOfPath, spaceOfPath, spotOf } from './link';
import { pathOf, readMap } from './map-data';
import { namesThatFit } from './map-names';
import { moved, viewBox, wholeCity, zoomed } from './map-view';
import { checkedLook, cleanName, randomLook, withPart } from './profile';
import { Quest } from './quest';
import { measures, mayManage } from './rights';

describe('links to a place', () => {
  it('name the place after /@', () => {
    expect(placeOfPath('/@huanghelou')).toBe('huanghelou');
    expect(placeOfPath('/@%E9%BB%84%E9%B9%A4%E6%A5%BC')).toBe('黄鹤楼');
    expect(placeOfPath('/')).toBe('');
    expect(placeOfPath('/@a/b')).toBe('');
  });

  it('that are broken or too long name no place', () => {
    expect(placeOfPath('/@%E9%BB')).toBe('');
    expect(placeOfPath(`/@${'a'.repeat(65)}`)).toBe('');
  });

  it('name a spot by its coordinates', () => {
    expect(spotOf({ x: 12.345, y: -0.001, z: -1800.5, yaw: 3.14159 })).toBe(
      '12.35,-0.00,-1800.50,3.14',
    );
    expect(placeOfPath('/@12.35,0.10,-1800.50,3.14')).toBe('12.35,0.10,-1800.50,3.14');
  });

  it('read back what they were made from', () => {
    const there = new URL(linkTo('https://city.example', 'desk', '4711'));
    expect([spaceOfPath(there.pathname), placeOfPath(there.pathname)]).toEqual(['4711', 'desk']);
    expect(spaceOfPath(new URL(linkTo('https://city.example', '', '读书会')).pathname)).toBe(
      '读书会',
    );
    expect(spaceOfPath('/@huanghelou')).toBe('');
    const url = new URL(linkTo('https://city.example', '江滩 & 码头'));
    expect(placeOfPath(url.pathname)).toBe('江滩 & 码头');
  });
});

describe('an invitation', () => {
  it('is what follows #invite= and nothing else', () => {
    expect(inviteOf('#invite=aB3-_x')).toBe('aB3-_x');
    expect(inviteOf('#invite=')).toBe('');
    expect(inviteOf('#enter=aB3')).toBe('');
    expect(inviteOf('#invite=a b')).toBe('');
  });
});

describe('a profile', () => {
  it('has a name of at most 24 characters without stray spaces', () => {
    expect(cleanName('  Li   Wei ')).toBe('Li Wei');
    expect([...cleanName('鹤'.repeat(40))].length).toBe(24);
    expect(cleanName(' \n\t ')).toBe('');
  });

  it('counts a sign outside the basic plane as one character', () => {
    expect([...cleanName('𠮷'.repeat(30))].length).toBe(24);
  });

  it('has a look whose every part exists', () => {
    for (const chance of [0, 0.37, 0.999_999]) {
      const look = randomLook(() => chance);
      expect(checkedLook(look.toString())).toBe(look);
    }
  });

  it('refuses a kept look with a part that does not exist, or with bits above the last', () => {
    expect(checkedLook('7')).toBeUndefined();
    expect(checkedLook((1n << 60n).toString())).toBeUndefined();
    expect(checkedLook('twelve')).toBeUndefined();
    expect(checkedLook(null)).toBeUndefined();
  });

  it('changes one part and leaves the others', () => {
    const before = randomLook(() => 0.5);
    const after = withPart(withPart(before, 'hair', 7), 'hair', 4);
    expect(after).toBe(before);
  });
});

describe('the city clock', () => {
  it('carries the hour on between the words of the server', () => {
    const clock = new CityClock();
    clock.set(23, 1_000, 86_400);
    expect(clock.at(1_000 + 2 * 3_600_000)).toBeCloseTo(1, 9);
  });

  it('runs faster in a short day', () => {
    const clock = new CityClock();
    clock.set(0, 0, 1440);
    expect(clock.at(60_000)).toBeCloseTo(1, 9);
  });

  it('is written in 24 hours', () => {
    expect(clockText(9.5)).toBe('09:30');
    expect(clockText(23.9999)).toBe('23:59');
    expect(clockText(24)).toBe('00:00');
  });

  it('in Wuhan is eight hours ahead of UTC', () => {
    expect(wuhanHour(Date.UTC(2026, 10, 22, 20, 0))).toBeCloseTo(4, 9);
  });
});

describe('the map', () => {
  const bounds = { minX: -1000, maxX: 1000, minZ: -500, maxZ: 500 };

  it('shows the whole city, never more, never nearer than 90 m', () => {
    expect(wholeCity(bounds)).toEqual({ x: 0, z: 0, reach: 1100 });
    expect(zoomed(wholeCity(bounds), 5, bounds).reach).toBe(1100);
    expect(zoomed(wholeCity(bounds), 0.001, bounds).reach).toBe(90);
  });

  it('keeps its middle inside the city', () => {
    expect(moved(wholeCity(bounds), 9999, -9999, bounds)).toMatchObject({ x: 1000, z: -500 });
  });

  it('fills a wide box without distortion', () => {
    expect(viewBox({ x: 0, z: 0, reach: 100 }, 2)).toBe('-200 -100 400 200');
  });

  it('leaves out what is not as described', () => {
    const map = readMap({
      areas: [
        {
          kind: 'park',
          points: [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        },
        { kind: 'park', points: 'no' },
        7,
      ],
      lines: [
        {
          kind: 'river',
          width: 40,
          points: [
            [0, 0],
            [9, 9],
          ],
        },
        { kind: 'river', points: [[0]] },
      ],
    });
    expect(map.parks.length).toBe(1);
    expect(map.rivers).toEqual([
      {
        width: 40,
        line: [
          [0, 0],
          [9, 9],
        ],
      },
    ]);
    expect(readMap(null).blocks).toEqual([]);
  });

  it('writes rings as closed paths in whole metres', () => {
    expect(
      pathOf(
        [
          [
            [0.4, 0],
            [10.6, -3],
          ],
        ],
        true,
      ),
    ).toBe('M0 0L11 -3Z');
  });

  it('writes a name below its place where another stands above', () => {
    const shown = namesThatFit([
      { id: 'a', text: '黄鹤楼', x: 100, z: 100 },
      { id: 'b', text: '晴川阁', x: 120, z: 105 },
      { id: 'c', text: '江汉关', x: 120, z: 160 },
    ]);
    expect(Object.fromEntries(shown)).toEqual({ a: 'above', b: 'below', c: 'above' });
  });

  it('never writes a name over another place', () => {
    const shown = namesThatFit([
      { id: 'south', text: '黄鹤楼', x: 100, z: 100 },
      { id: 'north', text: '户部巷', x: 105, z: 83 },
    ]);
    expect(Object.fromEntries(shown)).toEqual({ south: 'below', north: 'above' });
  });

  it('writes a name beside its place where others lie above and below', () => {
    const shown = namesThatFit([
      { id: 'between', text: '黄鹤楼', x: 100, z: 100 },
      { id: 'north', text: '户部巷', x: 105, z: 83 },
      { id: 'south', text: '长春观', x: 95, z: 117 },
    ]);
    expect(shown.get('between')).toBe('right');
  });

  it('leaves out a name that has no room on any side', () => {
    const around = [
      [105, 83],
      [95, 117],
      [120, 100],
      [80, 100],
    ].map(([x, z], i) => ({ id: `other ${i}`, text: '其他', x: x!, z: z! }));
    const shown = namesThatFit([{ id: 'between', text: '黄鹤楼', x: 100, z: 100 }, ...around]);
    expect(shown.has('between')).toBe(false);
  });
});

describe('the lanterns', () => {
  it('count those that are lit and go dark together', () => {
    const quest = new Quest();
    quest.set([
      { id: 'a', lit: false, foundBy: '' },
      { id: 'b', lit: true, foundBy: 'Lin' },
    ]);
    quest.change({ id: 'a', lit: true, foundBy: 'Mei' });
    expect(quest.lit.value).toBe(2);
    quest.dark();
    expect(quest.lit.value).toBe(0);
    expect(quest.lanterns.value.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('rights', () => {
  it('offer measures only to whom the city lets take them', () => {
    expect(mayManage(new Set(['speak_near', 'report']))).toBe(false);
    expect(measures(new Set(['mute', 'kick']))).toEqual(['mute', 'unmute', 'kick']);
  });
});
