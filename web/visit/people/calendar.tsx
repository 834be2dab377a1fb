// What is on: in the city, in this space, and what one takes part in or plans.
import { useSignal, type Signal } from '@preact/signals';
import {
  attendGathering,
  cancelGathering,
  changeGathering,
  listGatherings,
  planGathering,
  skipGathering,
  type Gathering,
} from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/people';
import type { Session } from '../session';
import { closePanel } from '../state/panels';
import type { World } from '../world';
import { Answered, More } from '../spaces/answered';
import { SureButton } from '../ui/sure-button';
import { pulse } from './live';
import { back, client, go, kPage, timeText, useAct, useAnswer, useMe, usePages } from './work';

interface Props {
  session: Session;
  world: World;
}

/** How far an event is looked for. */
const kPagesMost = 50;
type Which = 'all' | 'here' | 'mine';
const which: readonly Which[] = ['all', 'here', 'mine'];
const reminders = ['0', '10', '30', '60', '1440'] as const;
type Remind = (typeof reminders)[number];

/** As the API names it: 0 is the city. */
const spaceOf = (world: World) => (/^\d+$/.test(world.space) ? world.space : '0');

function Row({ event }: { event: Gathering }) {
  return (
    <li class="list-row" data-testid={`event-${event.title}`}>
      <button
        type="button"
        class="row-main"
        data-testid="event-open"
        onClick={() => go({ page: 'event', event: event.id })}
      >
        <b>
          {event.title || told.value.erased}{' '}
          {event.attended && <span class="tag tag-gold">{told.value.youCome}</span>}
        </b>
        <small>
          {timeText(event.starts_unix_ms)} · {told.value.by(event.organiser.name)} ·{' '}
          {told.value.come(event.attending)}
        </small>
      </button>
    </li>
  );
}

export function CalendarPage({ session, world }: Props) {
  const shown = useSignal<Which>('all');
  const asked = usePages(
    `events ${shown.value}`,
    (page: { after?: string | undefined; limit: number }) =>
      client.call(listGatherings, {
        ...page,
        mine: shown.value === 'mine',
        ...(shown.value === 'here' ? { space: spaceOf(world) } : {}),
      }),
    pulse.value,
  );
  const { answer } = asked;
  const may = session.may.value.has(spaceOf(world) === '0' ? 'make_event' : 'host_event');
  return (
    <>
      <Choice
        legend={told.value.which}
        name="events-which"
        value={shown.value}
        options={which.map((value) => ({ value, text: told.value.whiches[value] }))}
        choose={(value) => (shown.value = value)}
      />
      <Answered of={asked} />
      {answer?.items.length === 0 && <p class="hint">{told.value.noEvents}</p>}
      <ul class="list" data-testid="events">
        {(answer?.items ?? []).map((event) => (
          <Row key={event.id} event={event} />
        ))}
      </ul>
      <More more={asked.more} />
      {may ? (
        <Button testId="event-plan" icon="plus" kind="gold" act={() => go({ page: 'plan' })}>
          {told.value.planHere}
        </Button>
      ) : (
        <p class="hint">{told.value.mayNotPlan}</p>
      )}
    </>
  );
}

const kHourMs = 3_600_000;

/** What an input of a time shows: local, without seconds. */
function localText(unixMs: number): string {
  const date = new Date(unixMs);
  return new Date(unixMs - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

interface TextProps {
  id: string;
  label: string;
  value: Signal<string>;
  max: number;
  long?: boolean;
}

function Text({ id, label, value, max, long }: TextProps) {
  const shared = {
    id,
    class: 'input',
    maxLength: max,
    value: value.value,
    'data-testid': id,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {long ? (
        <textarea {...shared} onInput={(event) => (value.value = event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          required
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    </div>
  );
}

function Time({ id, label, value }: { id: string; label: string; value: Signal<string> }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="datetime-local"
        required
        value={value.value}
        data-testid={id}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
    </div>
  );
}

interface PlanFormProps {
  world: World;
  of?: Gathering;
  done: () => void | Promise<void>;
}

function PlanForm({ world, of, done }: PlanFormProps) {
  const soon = Math.ceil(Date.now() / kHourMs) * kHourMs + kHourMs;
  const title = useSignal(of?.title ?? '');
  const text = useSignal(of?.text ?? '');
  const starts = useSignal(localText(of?.starts_unix_ms ?? soon));
  const ends = useSignal(localText(of?.ends_unix_ms ?? soon + kHourMs));
  const { busy, act } = useAct();
  const save = async () => {
    const plan = {
      space: of?.space ?? spaceOf(world),
      place: of?.place ?? '',
      title: title.value,
      text: text.value,
      starts_unix_ms: new Date(starts.value).getTime(),
      ends_unix_ms: new Date(ends.value).getTime(),
    };
    if (of) await client.call(changeGathering, { gathering: of.id, ...plan });
    else await client.call(planGathering, plan);
    await done();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(save);
      }}
    >
      <Text id="event-title" label={told.value.eventTitle} value={title} max={60} />
      <Text id="event-text" label={told.value.eventText} value={text} max={2000} long />
      <div class="together-dates">
        <Time id="event-starts" label={told.value.starts} value={starts} />
        <Time id="event-ends" label={told.value.ends} value={ends} />
      </div>
      <Button testId="event-save" kind="gold" submit disabled={busy}>
        {of ? told.value.save : told.value.announce}
      </Button>
    </form>
  );
}

export function PlanPage({ session, world }: Props) {
  const where = session.welcome.value?.title ?? '';
  return (
    <>
      <p class="hint">{where ? told.value.plannedIn(where) : told.value.plannedInCity}</p>
      <PlanForm world={world} done={back} />
    </>
  );
}

function Attendance({ event, again }: { event: Gathering; again: () => Promise<void> }) {
  const { busy, act } = useAct();
  const remind = useSignal<Remind>('30');
  const attend = async () => {
    await client.call(attendGathering, {
      gathering: event.id,
      remind_minutes: Number(remind.value),
    });
    await again();
  };
  const skip = async () => {
    await client.call(skipGathering, { gathering: event.id });
    await again();
  };
  if (event.attended) {
    return (
      <>
        <p>
          {told.value.reminded(told.value.reminds[String(event.remind_minutes) as Remind] ?? '')}
        </p>
        <Button testId="event-skip" disabled={busy} act={() => void act(skip)}>
          {told.value.skip}
        </Button>
      </>
    );
  }
  return (
    <>
      <Choice
        legend={told.value.remind}
        name="event-remind"
        value={remind.value}
        options={reminders.map((value) => ({ value, text: told.value.reminds[value] }))}
        choose={(value) => (remind.value = value)}
      />
      <Button
        testId="event-attend"
        icon="check"
        kind="gold"
        disabled={busy}
        act={() => void act(attend)}
      >
        {told.value.attend}
      </Button>
    </>
  );
}

async function find(id: string, space?: string): Promise<Gathering | null> {
  let after: string | undefined;
  for (let page = 0; page < kPagesMost; page += 1) {
    const { items, next } = await client.call(listGatherings, { space, after, limit: kPage });
    const event = items.find((one) => one.id === id);
    if (event) return event;
    if (next === undefined) return null;
    after = next;
  }
  return null;
}

export function EventPage({ session, world, event: id }: Props & { event: string }) {
  const me = useMe();
  const editing = useSignal(false);
  const { busy, act } = useAct();
  const asked = useAnswer(
    `event ${id}`,
    // Those of an unlisted space are seen by who asks for it.
    async () => ({ event: (await find(id)) ?? (await find(id, spaceOf(world))) }),
    pulse.value,
  );
  const { answer, again } = asked;
  if (!answer) return <Answered of={asked} />;
  const { event } = answer;
  if (!event) return <p>{told.value.eventOver}</p>;
  const cancel = async () => {
    await client.call(cancelGathering, { gathering: id });
    notify(told.value.cancelled, 'good');
    back();
  };
  if (editing.value) {
    const saved = async () => {
      editing.value = false;
      await again();
    };
    return <PlanForm world={world} of={event} done={saved} />;
  }
  return (
    <>
      <h3>{event.title}</h3>
      <p class="hint">
        {timeText(event.starts_unix_ms)} – {timeText(event.ends_unix_ms)}
        <br />
        {told.value.by(event.organiser.name)} · {told.value.come(event.attending)}
      </p>
      {event.text && <p>{event.text}</p>}
      <Button
        testId="event-go"
        icon="walk"
        act={() => session.travel(event.space, event.place) && closePanel()}
      >
        {told.value.goThere}
      </Button>
      <Attendance event={event} again={again} />
      {event.organiser.person === me && (
        <div class="actions">
          <Button testId="event-edit" act={() => (editing.value = true)}>
            {told.value.change}
          </Button>
          <SureButton
            testId="event-cancel"
            kind="red"
            text={told.value.cancelEvent}
            question={told.value.sure}
            disabled={busy}
            act={() => void act(cancel)}
          />
        </div>
      )}
    </>
  );
}
