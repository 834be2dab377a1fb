// The lanterns: how many are lit, by whom, and a hint for those that are not.
import { language, words } from '../i18n';
import type { Session } from '../session';
import type { World } from '../world';
import { Panel } from './panel';

export function QuestPanel({ session, world }: { session: Session; world: World }) {
  const { quest: told } = words.value;
  const lanterns = session.quest.lanterns.value;
  const spots = new Map(world.manifest.lanterns.map((spot) => [spot.id, spot]));
  return (
    <Panel title={told.title} testId="quest-panel" textOnly>
      <p>{lanterns.length > 0 ? told.intro(lanterns.length) : told.none}</p>
      <p>
        <strong data-testid="quest-progress">
          {told.progress(session.quest.lit.value, lanterns.length)}
        </strong>
      </p>
      <ul class="list">
        {lanterns.map(({ id, lit, foundBy }) => (
          <li class="list-row" key={id} data-testid={`lantern-${id}`}>
            <span class={`lamp ${lit ? 'lamp-lit' : ''}`} aria-hidden="true" />
            <span class="row-main">
              <b>{lit ? told.litBy(foundBy) : told.dark}</b>
              <small>{spots.get(id)?.hint[language.value]}</small>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
