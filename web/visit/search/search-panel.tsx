// Finding people, spaces and events by name.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import './search.css';
import {
  askFriend,
  attendGathering,
  skipGathering,
  type Found,
} from '../../protocol/generated/api';
import { ApiError } from '../../protocol/api-client';
import { Button, Choice } from '../../ui/controls';
import { Icon } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { languageTag } from '../i18n';
import { told } from '../i18n/search';
import type { Session } from '../session';
import { accountName } from '../state/account';
import { closePanel, openCard } from '../state/panels';
import { Panel } from '../ui/panel';
import { Asking, client, type Kind } from './asking';

interface RowProps {
  found: Found;
  session: Session;
  again: () => void;
}

/** One act of a row; a fault is told with its remedy. */
async function run(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    notify(`${fault.title || told.value.unreachable} ${fault.remedy}`.trim(), 'bad');
    return false;
  }
}

function PersonActs({ found, session }: RowProps) {
  const { handle, name, person, account_name: account } = found;
  const befriend = () =>
    run(async () => {
      const { state } = await client.call(askFriend, { person: person ?? '' });
      notify(state === 'friends' ? told.value.friends : told.value.asked, 'good');
    });
  return (
    <>
      {handle > 0 && session.people.find(handle) && (
        <Button testId="found-card" label={told.value.lookAt(name)} act={() => openCard(handle)}>
          {told.value.look}
        </Button>
      )}
      {account !== '' && accountName.value !== '' && account !== accountName.value && (
        <Button
          testId="found-befriend"
          label={told.value.befriendWhom(name)}
          act={() => void befriend()}
        >
          {told.value.befriend}
        </Button>
      )}
    </>
  );
}

function Go({ found, session }: RowProps) {
  const { name, space, place } = found;
  return (
    <Button
      testId="found-go"
      icon="walk"
      label={told.value.goTo(name)}
      act={() => session.travel(space ?? 'city', place) && closePanel()}
    >
      {told.value.go}
    </Button>
  );
}

function EventActs(props: RowProps) {
  const { found, again } = props;
  const { event: gathering = '', name, attended } = found;
  const change = () =>
    run(() =>
      attended
        ? client.call(skipGathering, { gathering })
        : client.call(attendGathering, { gathering }),
    ).then((done) => done && again());
  return (
    <>
      {accountName.value !== '' && (
        <Button
          testId="found-attend"
          label={attended ? told.value.skipWhat(name) : told.value.attendWhat(name)}
          act={() => void change()}
        >
          {attended ? told.value.skip : told.value.attend}
        </Button>
      )}
      <Go {...props} />
    </>
  );
}

const icons = { person: 'people', space: 'places', event: 'flag' } as const;

function facts(found: Found): string {
  if (found.kind === 'space') return told.value.kinds.space;
  if (found.kind === 'person') {
    const account = found.account_name ? [`@${found.account_name}`] : [];
    return [...account, ...(found.handle > 0 ? [told.value.here] : [])].join(' · ');
  }
  const starts = new Intl.DateTimeFormat(languageTag.value, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(found.starts_unix_ms);
  return [starts, ...(found.attended ? [told.value.attending] : [])].join(' · ');
}

function Row(props: RowProps) {
  const { found } = props;
  const about = facts(found);
  return (
    <li class="list-row found" data-testid={`found-${found.kind}`}>
      <Icon name={icons[found.kind]} />
      <span class="row-main">
        <b>{found.name}</b>
        {about && <small>{about}</small>}
      </span>
      <span class="found-acts">
        {found.kind === 'person' && <PersonActs {...props} />}
        {found.kind === 'space' && <Go {...props} />}
        {found.kind === 'event' && <EventActs {...props} />}
      </span>
    </li>
  );
}

/** What there is to say where rows are, or instead of them. */
function state(asking: Asking, typed: string): string {
  const { fault, looking, asked, rows } = asking;
  if (fault.value) {
    return `${fault.value.title || told.value.unreachable} ${fault.value.remedy}`.trim();
  }
  if (typed.trim() === '') return told.value.begin;
  if (looking.value || asked.value === '') return told.value.looking;
  return rows.value.length === 0
    ? told.value.nothing(asked.value)
    : told.value.count(rows.value.length);
}

const kindNames = ['all', 'person', 'space', 'event'] as const;

export function SearchPanel({ session }: { session: Session }) {
  const typed = useSignal('');
  const kind = useSignal<Kind>('all');
  const field = useRef<HTMLInputElement>(null);
  const asking = useMemo(() => new Asking(), []);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    return () => asking.stop();
  }, []);
  const look = (now = false) => asking.look(typed.value, kind.value, now);
  return (
    <Panel title={told.value.title} testId="search-panel" tall>
      <form
        class="stack"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          look(true);
        }}
      >
        <div class="field">
          <label for="search-text">{told.value.ask}</label>
          <input
            id="search-text"
            ref={field}
            class="input"
            type="search"
            enterkeyhint="search"
            autocomplete="off"
            maxLength={60}
            value={typed.value}
            data-testid="search-text"
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              look();
            }}
          />
        </div>
        <Choice
          legend={told.value.kind}
          name="search-kind"
          value={kind.value}
          options={kindNames.map((value) => ({ value, text: told.value.kinds[value] }))}
          choose={(value) => {
            kind.value = value;
            look(true);
          }}
        />
      </form>
      <p class="hint" role="status" data-testid="search-state">
        {state(asking, typed.value)}
      </p>
      <ul class="list" data-testid="search-found">
        {asking.rows.value.map((found) => (
          <Row
            key={`${found.kind} ${found.person ?? found.event ?? found.space ?? ''}`}
            found={found}
            session={session}
            again={() => look(true)}
          />
        ))}
      </ul>
      {asking.next.value !== null && (
        <Button testId="search-more" icon="plus" act={() => asking.more(kind.value)}>
          {told.value.more}
        </Button>
      )}
    </Panel>
  );
}
