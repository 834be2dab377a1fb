// Roles over the whole city, and the links that make new administrators.
import { signal, useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { CityRole, RoleHolder } from '../../protocol/generated/api';
import { useAsked } from '../asked';
import { clock } from '../format';
import { words } from '../i18n';
import { api, may, whatFailed } from '../state';
import { PersonLink, Section, Select } from './parts';
import { askReason } from './reason-dialog';

export function askRole(person: string, name: string): void {
  const role = signal<CityRole>('moderator');
  askReason({
    title: words.value.roles.giveTitle(name),
    body: () => (
      <Select
        label={words.value.roles.role}
        testId="role"
        value={role}
        options={Object.entries(words.value.roles.names) as [CityRole, string][]}
      />
    ),
    work: (reason) => api.giveRole({ person, role: role.value, reason }),
  });
}

function askRemoval({ person, role }: RoleHolder): void {
  const { roles: told, reports } = words.value;
  askReason({
    title: told.takeTitle(person.name || reports.gone, told.names[role]),
    work: (reason) => api.removeRole({ person: person.person, role, reason }),
  });
}

function Holder({ holder }: { holder: RoleHolder }) {
  const { roles: told } = words.value;
  return (
    <li class="item" data-testid={`role-${holder.person.person}-${holder.role}`}>
      <div class="item-main">
        <b>
          <PersonLink person={holder.person} />
        </b>{' '}
        <span class="tag tag-gold">{told.names[holder.role]}</span>
      </div>
      {may('manage_roles') && (
        <Button testId="take-role" act={() => askRemoval(holder)}>
          {told.take}
        </Button>
      )}
    </li>
  );
}

function Roles() {
  const { roles: told, loading } = words.value;
  const { value, fault } = useAsked(() => api.listRoles(), '');
  return (
    <Section id="roles" title={told.title} hint={told.hint}>
      {fault && <p class="fault">{whatFailed(fault)}</p>}
      {!value && !fault && <p class="hint">{loading}</p>}
      <ul class="items">
        {value?.holders.map((holder) => (
          <Holder key={`${holder.person.person} ${holder.role}`} holder={holder} />
        ))}
      </ul>
    </Section>
  );
}

function LinkSection() {
  const { links: told } = words.value;
  const made = useSignal<{ url: string; until: number } | null>(null);
  const make = () =>
    askReason({
      title: told.title,
      work: async (reason) => {
        const { path, expires_unix_ms: until } = await api.makeAdministratorLink({ reason });
        made.value = { url: location.origin + path, until };
      },
    });
  return (
    <Section id="links" title={told.title} hint={told.hint}>
      {made.value ? (
        <label class="field">
          <span class="label">
            {told.link}, {told.until(clock(made.value.until))}
          </span>
          <input class="input" readOnly value={made.value.url} data-testid="admin-link" />
        </label>
      ) : (
        <div class="row row-start">
          <Button testId="make-link" icon="link" act={make}>
            {told.make}
          </Button>
        </div>
      )}
    </Section>
  );
}

export function RolesPage() {
  return (
    <>
      <Roles />
      {may('invite_administrator') && <LinkSection />}
    </>
  );
}
