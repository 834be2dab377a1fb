// Who is here, and whom the city knows.
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type {
  KnownPerson,
  PresentPerson,
  SeeKnownPersonAnswer,
} from '../../protocol/generated/api';
import { useAsked, useListing } from '../asked';
import { clock, whole } from '../format';
import { language } from '../../ui/language';
import { words } from '../i18n';
import { hrefOf } from '../pages';
import { api, may, whatFailed } from '../state';
import { tierName } from '../tiers';
import { askAge } from './age';
import { AppealLine } from './cases-page';
import { askMeasure, SanctionRow } from './measures';
import { Rows, Search, Section } from './parts';
import { askRole } from './roles-page';

function Place({ person: { space, space_name: name } }: { person: PresentPerson }) {
  if (space === '0') return <>{words.value.people.inCity}</>;
  return <a href={`/s/${space}/`}>{name || space}</a>;
}

function PresentRow({ person }: { person: PresentPerson }) {
  const { people: told } = words.value;
  const { name } = person;
  return (
    <li class="item" data-testid={`present-${person.handle}`}>
      <div class="item-main">
        <b>
          <a href={hrefOf('people', person.person)}>{name}</a>
        </b>{' '}
        {person.moderator && <span class="tag tag-gold">{told.staff}</span>}
        <p class="hint">
          <Place person={person} /> · {person.address} · {told.since} {clock(person.since_unix_ms)}
        </p>
      </div>
      <Button
        testId="act-on-person"
        label={told.act(name)}
        act={() => askMeasure(person.person, name)}
      >
        {told.measure}
      </Button>
    </li>
  );
}

function KnownRow({ person }: { person: KnownPerson }) {
  const { people: told, roles, reports } = words.value;
  return (
    <li class="item" data-testid={`known-${person.person}`}>
      <div class="item-main">
        <b>
          <a href={hrefOf('people', person.person)}>{person.name || reports.gone}</a>
        </b>{' '}
        {person.account_name && <span class="hint">@{person.account_name}</span>}{' '}
        <span class="tag">{tierName(person.tier, language.value)}</span>{' '}
        {person.role && <span class="tag tag-gold">{roles.names[person.role]}</span>}
        {person.in_force > 0 && <p class="fault">{told.inForce(person.in_force)}</p>}
      </div>
    </li>
  );
}

function Lists() {
  const { people: told } = words.value;
  const wanted = useSignal('');
  const text = wanted.value.trim();
  const present = useListing(
    (page: { after?: string | undefined; limit: number }) =>
      api.listPresentPeople({ ...page, text }),
    `present ${text}`,
  );
  const known = useListing(
    (page: { after?: string | undefined; limit: number }) => api.findKnownPeople({ ...page, text }),
    `known ${text}`,
  );
  return (
    <>
      <Search label={told.search} value={wanted} />
      <Section id="people" title={told.title}>
        <Rows
          listing={present}
          empty={told.nobodyHere}
          row={(person) => <PresentRow key={person.person} person={person} />}
        />
      </Section>
      <Section id="known" title={told.known} hint={told.knownHint}>
        <Rows
          listing={known}
          empty={told.nobodyFound}
          row={(person) => <KnownRow key={person.person} person={person} />}
        />
      </Section>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Known({ answer }: { answer: SeeKnownPersonAnswer }) {
  const { people: told, roles, ages, none, appeals } = words.value;
  const { person } = answer;
  const name = person.name || words.value.reports.gone;
  return (
    <>
      <dl class="facts">
        <Fact name={told.account} value={person.account_name ? `@${person.account_name}` : none} />
        <Fact name={told.id} value={person.person} />
        <Fact name={told.tier} value={tierName(person.tier, language.value)} />
        <Fact name={roles.role} value={person.role ? roles.names[person.role] : none} />
        <Fact name={ages.title} value={ages.names[answer.age]} />
        <Fact name={told.sessions} value={whole(answer.sessions)} />
        <Fact name={told.firstSeen} value={clock(answer.admitted_unix_ms)} />
        <Fact name={told.hereNow} value={answer.present ? told.yes : told.no} />
      </dl>
      <div class="row row-start">
        <Button testId="act-on-person" kind="gold" act={() => askMeasure(person.person, name)}>
          {told.measure}
        </Button>
        {may('manage_roles') && person.account_name && (
          <Button testId="ask-role" act={() => askRole(person.person, name)}>
            {roles.give}
          </Button>
        )}
        {may('verify_person') && (
          <Button testId="ask-age" act={() => askAge(person.person, name, answer.age)}>
            {ages.decide}
          </Button>
        )}
        {may('see_audit') && (
          <a class="button" href={hrefOf('audit', person.person)}>
            {words.value.audit.title}
          </a>
        )}
      </div>
      <h3>{told.history}</h3>
      {answer.sanctions.length === 0 && <p class="hint">{none}</p>}
      <ul class="items">
        {answer.sanctions.map((sanction) => (
          <SanctionRow key={sanction.id} sanction={sanction} named={false} />
        ))}
      </ul>
      {answer.appeals.length > 0 && <h3>{appeals.title}</h3>}
      <ul class="items">
        {answer.appeals.map((appeal) => (
          <AppealLine key={appeal.id} appeal={appeal} />
        ))}
      </ul>
    </>
  );
}

function OnePerson({ id }: { id: string }) {
  const { loading, back, reports } = words.value;
  const { value, fault } = useAsked(() => api.seeKnownPerson({ person: id }), id);
  const name = value ? value.person.name || reports.gone : id;
  return (
    <Section id="person" title={name}>
      <p>
        <a href={hrefOf('people')}>{back}</a>
      </p>
      {fault && <p class="fault">{whatFailed(fault)}</p>}
      {value ? <Known answer={value} /> : !fault && <p class="hint">{loading}</p>}
    </Section>
  );
}

export function PeoplePage({ open }: { open: string }) {
  return open ? <OnePerson id={open} /> : <Lists />;
}
