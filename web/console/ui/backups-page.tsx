// Backups: made, checked, and restored into a new folder - never over the data that is served.
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { KeptBackup, RestoreBackupAnswer } from '../../protocol/generated/api';
import { useAsked } from '../asked';
import { bytes, clock, whole } from '../format';
import { words } from '../i18n';
import { api, whatFailed } from '../state';
import { Section } from './parts';
import { askReason } from './reason-dialog';

/** Backups are named by the time when they were begun. */
function timeOf(name: string): string {
  const ms = Number(/^\d+/.exec(name)?.[0]);
  return ms ? clock(ms) : name;
}

function Row({
  backup,
  restored,
}: {
  backup: KeptBackup;
  restored: (to: RestoreBackupAnswer) => void;
}) {
  const { backups: told } = words.value;
  const found = useSignal('');
  const verify = () =>
    askReason({
      title: told.verifyTitle(timeOf(backup.name)),
      work: async (reason) => {
        const { sound, fault, blobs } = await api.verifyBackup({ backup: backup.name, reason });
        found.value = sound ? told.sound(whole(blobs)) : told.damaged(fault);
      },
    });
  const restore = () =>
    askReason({
      title: told.restoreTitle(timeOf(backup.name)),
      body: () => <p>{words.value.backups.restoreHint}</p>,
      work: async (reason) => restored(await api.restoreBackup({ backup: backup.name, reason })),
    });
  return (
    <li class="item" data-testid={`backup-${backup.name}`}>
      <div class="item-main">
        <b>{timeOf(backup.name)}</b> <span class="hint">{bytes(backup.bytes)}</span>
        <p class="hint">{backup.name}</p>
        {found.value && <p role="status">{found.value}</p>}
      </div>
      <div class="row">
        <Button testId="verify-backup" act={verify}>
          {told.verify}
        </Button>
        <Button testId="restore-backup" act={restore}>
          {told.restore}
        </Button>
      </div>
    </li>
  );
}

function Restored({ to }: { to: RestoreBackupAnswer }) {
  const { backups: told } = words.value;
  return (
    <div class="field" data-testid="restored" role="status">
      <p>{told.restored(whole(to.events), whole(to.blobs))}</p>
      <p>
        {told.folder} <code data-testid="restored-folder">{to.folder}</code>
      </p>
      <p>
        {told.command} <code data-testid="restored-command">{to.command}</code>
      </p>
    </div>
  );
}

export function BackupsPage() {
  const { backups: told, loading } = words.value;
  const { value, fault } = useAsked(() => api.listBackups(), '');
  const last = useSignal<RestoreBackupAnswer | null>(null);
  const make = () =>
    askReason({ title: told.makeTitle, work: (reason) => api.makeBackup({ reason }) });
  return (
    <Section id="backups" title={told.title} hint={told.hint}>
      <div class="row row-start">
        <Button testId="backup" kind="gold" act={make}>
          {told.make}
        </Button>
      </div>
      {last.value && <Restored to={last.value} />}
      {fault && <p class="fault">{whatFailed(fault)}</p>}
      {!value && !fault && <p class="hint">{loading}</p>}
      {value?.backups.length === 0 && <p class="hint">{told.empty}</p>}
      <ul class="items">
        {value?.backups.map((backup) => (
          <Row key={backup.name} backup={backup} restored={(to) => (last.value = to)} />
        ))}
      </ul>
      {value && <p class="hint">{told.where(value.folder)}</p>}
    </Section>
  );
}
