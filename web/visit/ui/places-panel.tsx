// Where to go: every place with one button, and the map above them.
import { language, words } from '../i18n';
import type { Session } from '../session';
import type { World } from '../world';
import { Button } from '../../ui/controls';
import { Panel } from './panel';
import { Icon } from '../../ui/icons';
import { closePanel } from '../state/panels';
import { lazy } from './lazy';

const CityMap = lazy(() => import('./city-map').then(({ CityMap }) => CityMap));

function distanceText(metres: number): string {
  const { people, places } = words.value;
  return metres < 950
    ? people.metres(Math.round(metres / 10) * 10)
    : places.kilometres((metres / 1000).toFixed(1));
}

export function PlacesPanel({ session, world }: { session: Session; world: World }) {
  const { places: told, go, goTo } = words.value;
  const here = world.place.value?.id;
  // Read so that the distances follow the visitor.
  const { x, z } = world.position.value;
  const places = world.manifest.places
    .map((place) => ({ place, distance: Math.hypot(place.position[0] - x, place.position[2] - z) }))
    .sort((a, b) => a.distance - b.distance);
  return (
    <Panel title={told.title} testId="places-panel" tall>
      <CityMap session={session} world={world} fallback={<div class="map" />} />
      <ul class="list" aria-label={told.list}>
        {places.map(({ place, distance }) => (
          <li class="list-row" key={place.id} data-testid={`place-${place.id}`}>
            <Icon name={place.id === here ? 'target' : 'places'} />
            <span class="row-main">
              <b>{place.name[language.value]}</b>
              <small>
                {place.id === here ? told.here : distanceText(distance)} ·{' '}
                {place.summary[language.value]}
              </small>
            </span>
            {place.id !== here && (
              <Button
                testId="go-to-place"
                icon="walk"
                label={goTo(place.name[language.value])}
                act={() => session.goToPlace(place.id) && closePanel()}
              >
                {go}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
