import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// A corner of the city for tests: the same land and recipes, four places, a tour of eight seconds,
// the five lanterns in one line before the visitor's feet, and a stage at a place that is out of
// hearing from there, but not from the stage.
const KEPT = new Set(['yellow_crane_tower', 'customs_house', 'nananzui', 'longwangmiao']);
const TOUR_FASTER = 15;
const FIRST_LANTERN_M = 3;
const LANTERN_EVERY_M = 5;
const STAGE_AT = 'nananzui';
const STAGE = { radius: 30, audience: 400 };
const METRES_PER_DEGREE = 111_194;

interface Entity {
  key: string;
  at?: [number, number];
  height?: number;
  components?: object;
}

interface SceneFile {
  entities: Entity[];
}

interface CityFile {
  city: {
    spawn: [number, number];
    /** Degrees, counter-clockwise from north. */
    spawn_yaw: number;
    tour_duration: number;
    tour: { at_s: number }[];
  };
}

const read = <T>(name: string) => JSON.parse(readFileSync(join('city', name), 'utf8')) as T;

function hastenTour(file: CityFile): CityFile {
  const { city } = file;
  const tour = city.tour.map((cue) => ({ ...cue, at_s: cue.at_s / TOUR_FASTER }));
  return { city: { ...city, tour, tour_duration: city.tour_duration / TOUR_FASTER } };
}

/** The point so many metres ahead of somebody who has just arrived. */
function ahead({ city }: CityFile, metres: number): [number, number] {
  const [lon, lat] = city.spawn;
  const yaw = (city.spawn_yaw * Math.PI) / 180;
  const perLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  const east = (-metres * Math.sin(yaw)) / perLon;
  const north = (metres * Math.cos(yaw)) / METRES_PER_DEGREE;
  return [Number((lon + east).toFixed(5)), Number((lat + north).toFixed(5))];
}

function lineUp(lanterns: SceneFile, city: CityFile): SceneFile {
  const entities = lanterns.entities.map(({ height: _, ...lantern }, i) => ({
    ...lantern,
    at: ahead(city, FIRST_LANTERN_M + i * LANTERN_EVERY_M),
  }));
  return { ...lanterns, entities };
}

function stage(landmarks: SceneFile): Entity {
  const named = (file: SceneFile, key: string): Entity => {
    const found = file.entities.find((entity) => entity.key === key);
    if (!found) throw new Error(`the city has no ${key}`);
    return found;
  };
  const { at } = named(landmarks, STAGE_AT);
  const found = named(read<SceneFile>('plaza_and_boats.json'), 'plaza_stage');
  return { ...found, ...(at && { at }), height: 0, components: { stage: STAGE } };
}

function sourceFiles(): Record<string, object> {
  const city = hastenTour(read<CityFile>('city.json'));
  const landmarks = read<SceneFile>('landmarks.json');
  const entities = landmarks.entities.filter(({ key }) => KEPT.has(key));
  return {
    'city.json': city,
    'land.json': read('land.json'),
    'landmarks.json': { ...landmarks, entities: [...entities, stage(landmarks)] },
    'props.json': read('props.json'),
    'lanterns.json': lineUp(read<SceneFile>('lanterns.json'), city),
    'sources.json': read('sources.json'),
    // One is enough: a city with templates is not given those of the program's own.
    'templates/common.json': read('templates/common.json'),
    'templates/plaza.json': read('templates/plaza.json'),
  };
}

/** Bakes it into a data folder, unless the same source was baked there by the same program. */
export function bakeSmallCity(program: string, data: string): void {
  const files = Object.entries(sourceFiles());
  const stamp = `${data}.stamp`;
  const state = createHash('sha256')
    .update(JSON.stringify([statSync(program).mtimeMs, files]))
    .digest('hex');
  if (existsSync(stamp) && existsSync(data) && readFileSync(stamp, 'utf8') === state) return;
  const source = mkdtempSync(join(tmpdir(), 'small-city-'));
  mkdirSync(join(source, 'templates'));
  for (const [name, file] of files) writeFileSync(join(source, name), JSON.stringify(file));
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  execFileSync(program, ['import', source, '--data', data], { stdio: 'pipe' });
  rmSync(source, { recursive: true });
  writeFileSync(stamp, state);
}
