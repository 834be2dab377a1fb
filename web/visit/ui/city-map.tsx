// The map: rivers, banks, bridges, places, people as dots, the visitor as an arrow. Drag to move,
// wheel or buttons to zoom; a press goes to the place nearest to it. The list below does the same
// for who cannot see or point.
import { computed, signal, useSignal, type Signal } from '@preact/signals';
import type { TargetedEvent } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Place } from '../../engine';
import { language, words } from '../i18n';
import type { Session } from '../session';
import { closePanel } from '../state/panels';
import { kPlacings, namesThatFit, type Side } from '../state/map-names';
import { pathOf, readMap, type MapData, type MapWay } from '../state/map-data';
import { moved, viewBox, wholeCity, zoomed, type MapBounds, type MapView } from '../state/map-view';
import type { World } from '../world';
import { IconButton } from '../../ui/controls';

/** Dots beyond this many tell nothing more. */
const kDots = 300;
const kPressPx = 28;
const kMarginM = 350;

const loaded = new Map<string, Signal<MapData | null>>();

function mapData(url: string): Signal<MapData | null> {
  const known = loaded.get(url);
  if (known) return known;
  const made = signal<MapData | null>(null);
  loaded.set(url, made);
  fetch(url)
    .then((answer) => answer.json())
    .then((json) => (made.value = readMap(json)))
    .catch(() => loaded.delete(url));
  return made;
}

/** All places, with some city around them. */
function boundsOf(world: World): MapBounds {
  const xs = world.manifest.places.map(({ position }) => position[0]);
  const zs = world.manifest.places.map(({ position }) => position[2]);
  return {
    minX: Math.min(...xs) - kMarginM,
    minZ: Math.min(...zs) - kMarginM,
    maxX: Math.max(...xs) + kMarginM,
    maxZ: Math.max(...zs) + kMarginM,
  };
}

interface WaysProps {
  ways: readonly MapWay[];
  colour: string;
  /** Metres; thinner ways could not be seen. */
  least?: number;
}

function Ways({ ways, colour, least = 0 }: WaysProps) {
  return (
    <g fill="none" stroke={colour} stroke-linecap="round" stroke-linejoin="round">
      {ways.map(({ line, width }, i) => (
        <path key={i} d={pathOf([line], false)} stroke-width={Math.max(least, width)} />
      ))}
    </g>
  );
}

function Ground({ data }: { data: MapData }) {
  const paths = useMemo(
    () => ({
      blocks: pathOf(data.blocks, true),
      parks: pathOf(data.parks, true),
      squares: pathOf(data.squares, true),
    }),
    [data],
  );
  return (
    <g>
      <Ways ways={data.hills} colour="var(--map-green)" />
      <Ways ways={data.rivers} colour="var(--map-water)" />
      <path d={paths.parks} fill="var(--map-green)" />
      <path d={paths.blocks} fill="var(--map-house)" />
      <path d={paths.squares} fill="var(--map-square)" />
      <Ways ways={data.shores} colour="var(--map-shore)" least={6} />
      <Ways ways={data.roads} colour="var(--map-road)" least={12} />
    </g>
  );
}

/** From the middle of a line down to where its letters stand. */
const kBaselinePx = 4;

interface PlaceMarkProps {
  place: Place;
  scale: number;
  here: boolean;
  /** Where its name stands; without one it is not shown. */
  name: Side | undefined;
}

function PlaceMark({ place, scale, here, name }: PlaceMarkProps) {
  const [x, , z] = place.position;
  return (
    <g transform={`translate(${x} ${z}) scale(${scale})`} data-testid={`map-${place.id}`}>
      <title>{place.name[language.value]}</title>
      <circle r="6" fill="var(--gold-ring)" stroke="var(--map-land)" stroke-width="2" />
      {here && <circle r="11" fill="none" stroke="var(--gold-ring)" stroke-width="2" />}
      {name && (
        <text
          x={kPlacings[name].x}
          y={kPlacings[name].z + kBaselinePx}
          text-anchor={kPlacings[name].anchor}
        >
          {place.name[language.value]}
        </text>
      )}
    </g>
  );
}

function Me({ world, scale }: { world: World; scale: number }) {
  const { x, z, yaw } = world.position.value;
  const degrees = (-yaw * 180) / Math.PI;
  return (
    <g transform={`translate(${x} ${z}) rotate(${degrees}) scale(${scale})`} data-testid="map-me">
      <path d="M0 -12L8.5 9L0 4.5L-8.5 9z" fill="var(--red-fill)" stroke="#fff" stroke-width="2" />
    </g>
  );
}

function Dots({ session, world, scale }: { session: Session; world: World; scale: number }) {
  const dots = session.people.near.value.slice(0, kDots).flatMap(({ handle }) => {
    const at = world.engine.crowd.position(handle);
    return at ? [<circle key={handle} cx={at.x} cy={at.z} r={4 * scale} fill="var(--jade)" />] : [];
  });
  return <g>{dots}</g>;
}

interface Gesture {
  x: number;
  y: number;
  far: boolean;
}

/** Drag, wheel and press on the map. */
function useGestures(
  view: Signal<MapView>,
  bounds: MapBounds,
  press: (x: number, z: number, metres: number) => void,
) {
  const start = useRef<Gesture | null>(null);
  const metresPerPixel = (svg: SVGSVGElement) => 1 / (svg.getScreenCTM()?.a ?? 1);
  return {
    onPointerDown: (event: TargetedEvent<SVGSVGElement, PointerEvent>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, y: event.clientY, far: false };
    },
    onPointerMove: (event: TargetedEvent<SVGSVGElement, PointerEvent>) => {
      const from = start.current;
      if (!from) return;
      const dx = event.clientX - from.x;
      const dy = event.clientY - from.y;
      if (!from.far && Math.hypot(dx, dy) < 6) return;
      const metres = metresPerPixel(event.currentTarget);
      view.value = moved(view.value, -dx * metres, -dy * metres, bounds);
      start.current = { x: event.clientX, y: event.clientY, far: true };
    },
    onPointerUp: (event: TargetedEvent<SVGSVGElement, PointerEvent>) => {
      const from = start.current;
      start.current = null;
      const matrix = event.currentTarget.getScreenCTM()?.inverse();
      if (!from || from.far || !matrix) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
      press(at.x, at.y, kPressPx * metresPerPixel(event.currentTarget));
    },
    onWheel: (event: TargetedEvent<SVGSVGElement, WheelEvent>) => {
      view.value = zoomed(view.value, event.deltaY > 0 ? 1.2 : 1 / 1.2, bounds);
    },
  };
}

function nearestPlace(places: readonly Place[], x: number, z: number): [Place | undefined, number] {
  let found: Place | undefined;
  let least = Infinity;
  for (const place of places) {
    const metres = Math.hypot(place.position[0] - x, place.position[2] - z);
    if (metres < least) [found, least] = [place, metres];
  }
  return [found, least];
}

function MapTools({
  view,
  bounds,
  world,
}: {
  view: Signal<MapView>;
  bounds: MapBounds;
  world: World;
}) {
  const { places } = words.value;
  const zoom = (factor: number) => () => (view.value = zoomed(view.value, factor, bounds));
  const centre = () => {
    const { x, z } = world.position.value;
    view.value = { x, z, reach: 250 };
  };
  return (
    <div class="map-tools glass">
      <IconButton icon="plus" label={places.zoomIn} testId="map-zoom-in" act={zoom(1 / 1.6)} />
      <IconButton icon="minus" label={places.zoomOut} testId="map-zoom-out" act={zoom(1.6)} />
      <IconButton icon="target" label={places.centre} testId="map-centre" act={centre} />
    </div>
  );
}

export function CityMap({ session, world }: { session: Session; world: World }) {
  const bounds = useMemo(() => boundsOf(world), [world]);
  const view = useSignal<MapView>(wholeCity(bounds));
  const size = useSignal({ width: 360, height: 240 });
  const box = useRef<HTMLDivElement>(null);
  const data = mapData(world.manifest.map).value;
  useEffect(() => {
    const measure = new ResizeObserver(([entry]) => {
      if (entry) size.value = entry.contentRect;
    });
    if (box.current) measure.observe(box.current);
    return () => measure.disconnect();
  }, []);
  const aspect = useMemo(
    () => computed(() => size.value.width / Math.max(1, size.value.height)),
    [],
  );
  const scale = (2 * view.value.reach) / Math.max(1, Math.min(size.value.width, size.value.height));
  const named = namesThatFit(
    world.manifest.places.map(({ id, name, position }) => ({
      id,
      text: name[language.value],
      x: position[0] / scale,
      z: position[2] / scale,
    })),
  );
  const gestures = useGestures(view, bounds, (x, z, metres) => {
    const [place, distance] = nearestPlace(world.manifest.places, x, z);
    if (place && distance < metres && session.goToPlace(place.id)) closePanel();
  });
  return (
    <div class="map" ref={box}>
      <svg
        viewBox={viewBox(view.value, aspect.value)}
        role="img"
        aria-label={words.value.places.mapLabel}
        data-testid="city-map"
        {...gestures}
      >
        {data && <Ground data={data} />}
        <Dots session={session} world={world} scale={scale} />
        {world.manifest.places.map((place) => (
          <PlaceMark
            key={place.id}
            place={place}
            scale={scale}
            here={place.id === world.place.value?.id}
            name={named.get(place.id)}
          />
        ))}
        <Me world={world} scale={scale} />
      </svg>
      <MapTools view={view} bounds={bounds} world={world} />
    </div>
  );
}
