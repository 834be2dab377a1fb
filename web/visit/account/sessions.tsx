// Where one is signed in, and signing out from afar.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AccountSession } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/account';
import { Section, State } from './parts';
import { account, api, dayText, useWork } from './work';

interface RowProps {
  row: AccountSession;
  busy: boolean;
  end: () => void;
}

function Row({ row, busy, end }: RowProps) {
  const { sessions: says } = told.value;
  const name = row.browser || says.unknown;
  return (
    <li class="account-row" data-testid="session">
      <div class="row-main">
        <b>
          {name} {row.current && <span class="tag tag-gold">{says.current}</span>}
        </b>
        <small>{says.seen(says.ways[row.way], dayText(row.seen_unix_ms))}</small>
      </div>
      {!row.current && (
        <Button testId="end-session" label={says.endOf(name)} disabled={busy} act={end}>
          {says.end}
        </Button>
      )}
    </li>
  );
}

export function Sessions() {
  const { sessions: says } = told.value;
  const rows = useSignal<readonly AccountSession[]>([]);
  const work = useWork();
  const list = async () => {
    rows.value = (await api.listSessions()).sessions;
  };
  // Removing a way in ends what it opened: looked at anew with each change of the account.
  useEffect(() => work.run(list), [account.value]);
  const end = (session: string) =>
    work.run(async () => {
      await api.endSession({ session });
      await list();
      notify(says.ended, 'good');
    });
  const endOthers = () =>
    work.run(async () => {
      await api.endOtherSessions();
      await list();
      notify(says.ended, 'good');
    });
  return (
    <Section title={says.title} testId="section-sessions">
      <ul class="list">
        {rows.value.map((row) => (
          <Row key={row.id} row={row} busy={work.busy} end={() => end(row.id)} />
        ))}
      </ul>
      <State work={work} />
      {rows.value.length > 1 && (
        <Button testId="end-others" disabled={work.busy} act={endOthers}>
          {says.endOthers}
        </Button>
      )}
    </Section>
  );
}
