// What those who keep order and run the city did to others, and why.
import { useSignal } from '@preact/signals';
import type { AuditLine } from '../../protocol/generated/api';
import { actWords, type Act } from '../../protocol/generated/rights';
import { language } from '../../ui/language';
import { useListing } from '../asked';
import { clock } from '../format';
import { words } from '../i18n';
import { hrefOf } from '../pages';
import { api } from '../state';
import { PersonLink, Rows, Section, Select } from './parts';

const recorded = [
  'warn',
  'mute',
  'limit',
  'kick',
  'suspend',
  'ban',
  'decide_case',
  'decide_appeal',
  'verify_person',
  'manage_roles',
  'invite_administrator',
  'change_settings',
  'back_up',
  'change_space',
  'archive_space',
  'invite',
  'grant_rights',
  'revoke_rights',
  'set_parcel',
  'set_portal',
  'pin_notice',
  'set_slow_mode',
  'host_event',
] as const satisfies readonly Act[];

const nameOf = (act: string) => (act in actWords ? actWords[act as Act][language.value] : act);

function Row({ line }: { line: AuditLine }) {
  const { audit: told } = words.value;
  return (
    <li class="item" data-testid={`audit-${line.act}`}>
      <div class="item-main">
        <p>
          <b>
            <PersonLink person={line.by} />
          </b>{' '}
          <span class="tag">{nameOf(line.act)}</span> {line.what && <code>{line.what}</code>}
          {line.person.person !== '0' && (
            <>
              {' → '}
              <PersonLink person={line.person} />
            </>
          )}
          {line.space !== '0' && <span class="hint"> {told.space(line.space)}</span>}
        </p>
        <p data-testid="audit-reason">{line.reason || told.erased}</p>
        <p class="hint">{clock(line.at_unix_ms)}</p>
      </div>
    </li>
  );
}

export function AuditPage({ open }: { open: string }) {
  const { audit: told } = words.value;
  const act = useSignal<string>('');
  const listing = useListing(
    (page: { after?: number | undefined; limit: number }) =>
      api.listAudit({ ...page, act: act.value, person: open || undefined }),
    `${open} ${act.value}`,
  );
  return (
    <Section id="audit" title={told.title} hint={told.hint}>
      {open && (
        <p>
          {told.onlyPerson} <a href={hrefOf('audit')}>{told.everybody}</a>
        </p>
      )}
      <Select
        label={told.act}
        testId="audit-act"
        value={act}
        options={[['', told.every], ...recorded.map((each) => [each, nameOf(each)] as const)]}
      />
      <Rows
        listing={listing}
        empty={told.empty}
        row={(line) => <Row key={line.position} line={line} />}
      />
    </Section>
  );
}
