// What the visitor can do with somebody: talk, go there, or keep away from them.
import { words } from '../i18n';
import type { Session } from '../session';
import type { Known } from '../state/people';
import { dialog, openPanel, person as chosen } from '../state/panels';
import { mayManage } from '../state/rights';
import type { World } from '../world';
import { Button } from '../../ui/controls';
import { lazy } from './lazy';
import { Panel } from './panel';
import { Figure } from './figure';

const CardTogether = lazy(() => import('../people').then((made) => made.CardTogether));

interface ActionsProps {
  person: Known;
  session: Session;
  world: World;
}

function Friendly({ person, session }: ActionsProps) {
  const { card } = words.value;
  const write = () => {
    session.chat.open({ handle: person.handle, name: person.name });
    session.chat.turnTo(person.handle);
    openPanel('chat');
  };
  return (
    <div class="actions">
      <Button testId="card-message" icon="chat" kind="gold" act={write}>
        {card.message}
      </Button>
      <Button testId="card-go" icon="walk" act={() => session.goToPerson(person.handle)}>
        {card.goTo}
      </Button>
    </div>
  );
}

function Distant({ person, session, world }: ActionsProps) {
  const { card } = words.value;
  const { handle, muted, blocked } = person;
  const block = () => {
    session.block(handle, !blocked);
    if (!blocked) world.forget(handle);
  };
  return (
    <div class="stack">
      <div class="actions">
        <Button
          testId="card-mute"
          icon="mute"
          act={() => session.people.update(handle, { muted: !muted })}
        >
          {muted ? card.unmute : card.mute}
        </Button>
        <Button testId="card-block" icon="block" act={block}>
          {blocked ? card.unblock : card.block}
        </Button>
        <Button testId="card-report" icon="flag" kind="red" act={() => (dialog.value = 'report')}>
          {card.report}
        </Button>
        {mayManage(session.may.value) && (
          <Button testId="card-manage" icon="shield" act={() => (dialog.value = 'moderate')}>
            {card.manage}
          </Button>
        )}
      </div>
      <p class="hint">{card.blockHint}</p>
    </div>
  );
}

export function PersonCard({ session, world }: { session: Session; world: World }) {
  const { card, people } = words.value;
  const person = session.people.find(chosen.value);
  if (!person) {
    return (
      <Panel title={people.title} testId="card-panel">
        <p>{card.gone}</p>
        <Button testId="card-people" icon="people" act={() => openPanel('people')}>
          {people.title}
        </Button>
      </Panel>
    );
  }
  const all = { person, session, world };
  return (
    <Panel title={person.name} testId="card-panel">
      <div class="row">
        <span class="figure-chip" style={{ width: '4rem', height: '4rem' }}>
          <Figure look={person.look} bust />
        </span>
        <p class="hint">
          {person.distance === null ? people.far : people.metres(person.distance)}
          {person.moderator && (
            <>
              {' '}
              <span class="tag tag-gold">{people.moderator}</span>
            </>
          )}
        </p>
      </div>
      <Friendly {...all} />
      <CardTogether key={person.handle} handle={person.handle} session={session} />
      <Distant {...all} />
    </Panel>
  );
}
