// Measures against people: the dialog that takes one, and those there are.
import { signal, type Signal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { Sanction } from '../../protocol/generated/api';
import { clock } from '../format';
import { words } from '../i18n';
import { takeMeasure, type Measure } from '../measure';
import { api } from '../state';
import { PersonLink, Select } from './parts';
import { askReason } from './reason-dialog';

const kLengths = [10, 60, 1440, 10_080, 0] as const;
export type Minutes = (typeof kLengths)[number];

export function LengthField({ minutes }: { minutes: Signal<`${Minutes}`> }) {
  const { act: told } = words.value;
  const options = kLengths.map((n) => [`${n}`, told.lengths[n]] as const);
  return <Select label={told.length} testId="act-length" value={minutes} options={options} />;
}

const measures: readonly Measure[] = ['warn', 'mute', 'unmute', 'limit', 'kick', 'suspend', 'ban'];
/** Those that last for a time. */
const lasting: ReadonlySet<Measure> = new Set<Measure>(['mute', 'limit', 'suspend', 'ban']);

export function askMeasure(person: string, name: string): void {
  const { act: told } = words.value;
  const measure = signal<Measure>('mute');
  const minutes = signal<`${Minutes}`>('60');
  const timed = () => lasting.has(measure.value);
  askReason({
    title: told.title(name),
    theyRead: true,
    body: () => (
      <>
        <Select
          label={words.value.act.measure}
          testId="act-measure"
          value={measure}
          options={measures.map((value) => [value, words.value.act.measures[value]] as const)}
        />
        {timed() && <LengthField minutes={minutes} />}
      </>
    ),
    work: (reason) =>
      takeMeasure(measure.value, person, timed() ? Number(minutes.value) : 0, reason),
  });
}

function askLift(sanction: Sanction): void {
  const { sanctions: told, reports } = words.value;
  askReason({
    title: told.liftTitle(sanction.person.name || reports.gone),
    theyRead: true,
    work: (reason) => api.liftSanction({ sanction: sanction.id, reason }),
  });
}

export function SanctionRow({ sanction, named }: { sanction: Sanction; named: boolean }) {
  const { sanctions: told, act } = words.value;
  const { until_unix_ms: until, lifted_unix_ms: lifted } = sanction;
  const recordOnly = sanction.kind === 'warn' || sanction.kind === 'kick';
  return (
    <li class="item" data-testid={`sanction-${sanction.id}`}>
      <div class="item-main">
        {named && (
          <>
            <b>
              <PersonLink person={sanction.person} />
            </b>{' '}
          </>
        )}
        <span class={sanction.in_force ? 'tag tag-gold' : 'tag'}>
          {act.measures[sanction.kind]}
        </span>{' '}
        {sanction.space !== '0' && <span class="tag">{told.oneSpace(sanction.space)}</span>}{' '}
        {sanction.by_address && <span class="tag">{told.withAddress}</span>}{' '}
        {sanction.by_device && <span class="tag">{told.withDevice}</span>}
        <p>{sanction.reason}</p>
        <p class="hint">
          {clock(sanction.placed_unix_ms)}
          {!recordOnly && ` · ${until === 0 ? told.untilLifted : told.until(clock(until))}`}
          {sanction.by && ` · ${told.by(sanction.by)}`}
          {lifted !== 0 && ` · ${told.lifted(clock(lifted), sanction.lift_reason)}`}
        </p>
      </div>
      {sanction.in_force && (
        <Button testId="lift" act={() => askLift(sanction)}>
          {told.lift}
        </Button>
      )}
    </li>
  );
}
