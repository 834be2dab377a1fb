import { Button } from '../../ui/controls';
import type { Verification } from '../../protocol/generated/api';
import { useAsked } from '../asked';
import { clock } from '../format';
import { words } from '../i18n';
import { api, whatFailed } from '../state';
import { PersonLink, Section } from './parts';
import { askReason } from './reason-dialog';

function askVerdict(entry: Verification, granted: boolean): void {
  const { verifications: told, reports } = words.value;
  const name = entry.principal.name || reports.gone;
  askReason({
    title: granted ? told.grantTitle(name) : told.refuseTitle(name),
    theyRead: true,
    work: (reason) => api.decideVerification({ request: entry.id, granted, reason }),
  });
}

function Row({ entry }: { entry: Verification }) {
  const { verifications: told } = words.value;
  return (
    <li class="item" data-testid={`verification-${entry.id}`}>
      <div class="item-main">
        <b>
          <PersonLink person={entry.principal} />
        </b>{' '}
        <span class="tag">{told.kinds[entry.kind]}</span>
        <p>{entry.statement}</p>
        <p class="hint">{clock(entry.filed_unix_ms)}</p>
      </div>
      <div class="row">
        <Button testId="verify-no" act={() => askVerdict(entry, false)}>
          {told.refuse}
        </Button>
        <Button testId="verify-yes" kind="gold" act={() => askVerdict(entry, true)}>
          {told.grant}
        </Button>
      </div>
    </li>
  );
}

export function VerificationsPage() {
  const { verifications: told, loading } = words.value;
  const { value, fault } = useAsked(() => api.listVerifications(), '');
  return (
    <Section id="verifications" title={told.title} hint={told.hint}>
      {fault && <p class="fault">{whatFailed(fault)}</p>}
      {!value && !fault && <p class="hint">{loading}</p>}
      {value?.requests.length === 0 && <p class="hint">{told.empty}</p>}
      <ul class="items">
        {value?.requests.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </ul>
    </Section>
  );
}
