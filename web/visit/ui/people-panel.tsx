// Who is near, who else is in the city, whom the visitor has blocked.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../i18n';
import type { Session } from '../session';
import type { Known } from '../state/people';
import { openCard, openPanel } from '../state/panels';
import { speaking } from '../state/voice';
import { Button } from '../../ui/controls';
import { Panel } from './panel';
import { Figure } from './figure';

/** Rows beyond this are found by name: a list of thousands helps nobody. */
const kRows = 200;
/** The city is asked when the visitor has stopped typing for this long. */
const kTypingMs = 500;

function Marks({ person }: { person: Known }) {
  const { people } = words.value;
  const marks: string[] = [];
  if (person.muted) marks.push(people.muted);
  if (person.blocked) marks.push(people.blocked);
  return (
    <>
      {person.moderator && <span class="tag tag-gold">{people.moderator}</span>}
      {speaking.value.has(person.handle) && (
        <span class="tag tag-gold" data-testid="speaking">
          {people.speaking}
        </span>
      )}
      {marks.map((mark) => (
        <span class="tag" key={mark}>
          {mark}
        </span>
      ))}
    </>
  );
}

function Row({ person, session }: { person: Known; session: Session }) {
  const { people, go, goTo } = words.value;
  return (
    <li class="list-row" data-testid={`person-${person.handle}`}>
      <span class="figure-chip">
        <Figure look={person.look} bust />
      </span>
      <button
        type="button"
        class="row-main"
        data-testid="open-card"
        onClick={() => openCard(person.handle)}
      >
        <b>
          {person.name} <Marks person={person} />
        </b>
        <small>{person.distance === null ? people.far : people.metres(person.distance)}</small>
        <span class="visually-hidden">{people.open(person.name)}</span>
      </button>
      {!person.blocked && (
        <Button
          testId="go-to-person"
          icon="walk"
          label={goTo(person.name)}
          act={() => session.goToPerson(person.handle)}
        >
          {go}
        </Button>
      )}
    </li>
  );
}

interface SectionProps {
  title: string;
  people: readonly Known[];
  session: Session;
}

function Section({ title, people, session }: SectionProps) {
  if (people.length === 0) return null;
  return (
    <section class="list">
      <h3>{title}</h3>
      <ul>
        {people.slice(0, kRows).map((person) => (
          <Row key={person.handle} person={person} session={session} />
        ))}
      </ul>
    </section>
  );
}

/** The city gives names a page at a time. */
function More({ session }: { session: Session }) {
  const { found: answer, elsewhere } = session.people;
  const found = answer.value;
  if (!found || found.next === 0 || elsewhere.value.length >= kRows) return null;
  return (
    <Button testId="more-people" act={() => session.findPeople(found.text, found.next)}>
      {words.value.people.more(found.matches)}
    </Button>
  );
}

/** Nobody is in view: the way to the others is the chat of the whole city. */
function Alone({ session, others }: { session: Session; others: number }) {
  const { people: told } = words.value;
  if (others <= 0) return <p>{told.none}</p>;
  const writeAll = () => {
    session.chat.turnTo('space');
    openPanel('chat');
  };
  return (
    <>
      <p>{told.othersFar(others)}</p>
      <Button testId="write-everyone" icon="chat" kind="gold" act={writeAll}>
        {told.writeAll}
      </Button>
    </>
  );
}

export function PeoplePanel({ session }: { session: Session }) {
  const { people: told } = words.value;
  const { near, elsewhere, blocked, total } = session.people;
  const wanted = useSignal('');
  useEffect(() => {
    const timer = setTimeout(() => session.findPeople(wanted.value.trim()), kTypingMs);
    return () => clearTimeout(timer);
  }, [wanted.value]);
  const matching = (list: readonly Known[]) => {
    const part = wanted.value.trim().toLowerCase();
    return part ? list.filter(({ name }) => name.toLowerCase().includes(part)) : list;
  };
  const alone = near.value.length === 0 && elsewhere.value.length === 0;
  return (
    <Panel title={told.title} testId="people-panel" tall>
      <p class="hint" data-testid="people-total">
        {told.total(total.value)}
      </p>
      {total.value > 8 && (
        <input
          class="input"
          type="search"
          placeholder={told.search}
          aria-label={told.search}
          value={wanted.value}
          data-testid="people-search"
          onInput={(event) => (wanted.value = event.currentTarget.value)}
        />
      )}
      {alone && <Alone session={session} others={total.value - 1} />}
      <Section title={told.near} people={matching(near.value)} session={session} />
      <Section title={told.elsewhere} people={matching(elsewhere.value)} session={session} />
      <More session={session} />
      <Section title={told.blockedTitle} people={matching(blocked.value)} session={session} />
    </Panel>
  );
}
