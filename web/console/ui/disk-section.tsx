import { bytes, clock, whole } from '../format';
import { words } from '../i18n';
import { hrefOf } from '../pages';
import { may, type CityState } from '../state';

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function DiskSection({ state }: { state: CityState }) {
  const { disk: told, never, backups } = words.value;
  const { disk } = state;
  const last =
    disk.last_backup_unix_ms === 0
      ? never
      : `${clock(disk.last_backup_unix_ms)} · ${bytes(disk.last_backup_bytes)}`;
  return (
    <section class="card" aria-labelledby="disk" data-testid="console-disk">
      <h2 id="disk">{told.title}</h2>
      <dl class="facts">
        <Fact name={told.events} value={whole(disk.events)} />
        <Fact name={told.known} value={whole(disk.people_known)} />
        <Fact name={told.database} value={bytes(disk.database_bytes)} />
        <Fact name={told.blobs} value={`${whole(disk.blobs)} · ${bytes(disk.blob_bytes)}`} />
        <Fact name={told.free} value={bytes(disk.free_bytes)} />
        <Fact name={told.lastBackup} value={last} />
      </dl>
      {may('back_up') && (
        <p>
          <a href={hrefOf('backups')}>{backups.title}</a>
        </p>
      )}
    </section>
  );
}
