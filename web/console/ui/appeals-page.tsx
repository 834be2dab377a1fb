import { signal, useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { Appeal, AppealOutcome } from '../../protocol/generated/api';
import { useListing } from '../asked';
import { clock } from '../format';
import { words } from '../i18n';
import { hrefOf } from '../pages';
import { api, city } from '../state';
import { PersonLink, Rows, Section, Select, Tabs } from './parts';
import { askReason } from './reason-dialog';

function askVerdict(appeal: Appeal): void {
  const { appeals: told, reports } = words.value;
  const outcome = signal<AppealOutcome>('upheld');
  askReason({
    title: told.decideTitle(appeal.person.name || reports.gone),
    theyRead: true,
    body: () => (
      <>
        <p>{appeal.text}</p>
        <Select
          label={words.value.reports.outcome}
          testId="appeal-outcome"
          value={outcome}
          options={Object.entries(words.value.appeals.outcomes) as [AppealOutcome, string][]}
        />
      </>
    ),
    work: (reason) => api.decideAppeal({ appeal: appeal.id, outcome: outcome.value, reason }),
  });
}

function Row({ appeal }: { appeal: Appeal }) {
  const { appeals: told, act, reports } = words.value;
  const own = appeal.by.person === city.value?.you.person;
  return (
    <li class="item" data-testid={`appeal-${appeal.id}`}>
      <div class="item-main">
        <b>
          <PersonLink person={appeal.person} />
        </b>{' '}
        <span class="tag">{act.measures[appeal.kind]}</span>{' '}
        {appeal.outcome && <span class="tag tag-gold">{told.outcomes[appeal.outcome]}</span>}
        <p>{appeal.text}</p>
        <p class="hint">
          {clock(appeal.filed_unix_ms)} · {told.against(appeal.reason)} · {told.takenBy}{' '}
          <PersonLink person={appeal.by} />
          {appeal.note && ` · ${appeal.note}`}
        </p>
        {appeal.report !== '0' && (
          <p>
            <a href={hrefOf('cases', appeal.report)}>{reports.openCase}</a>
          </p>
        )}
      </div>
      {!appeal.outcome &&
        (own ? (
          <p class="hint">{told.notYours}</p>
        ) : (
          <Button testId="decide-appeal" kind="gold" act={() => askVerdict(appeal)}>
            {reports.decide}
          </Button>
        ))}
    </li>
  );
}

export function AppealsPage() {
  const { appeals: told, reports } = words.value;
  const shown = useSignal<'open' | 'all'>('open');
  const listing = useListing(
    (page: { after?: string | undefined; limit: number }) =>
      api.listAppeals({ ...page, open: shown.value === 'open' }),
    shown.value,
  );
  return (
    <Section id="appeals" title={told.title} hint={told.hint}>
      <Tabs
        label={told.title}
        value={shown}
        options={[
          ['open', reports.tabOpen],
          ['all', told.tabAll],
        ]}
      />
      <Rows
        listing={listing}
        empty={told.empty}
        row={(appeal) => <Row key={appeal.id} appeal={appeal} />}
      />
    </Section>
  );
}
