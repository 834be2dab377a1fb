// Organisations that one belongs to: their members and roles, founding one, leaving one.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type {
  Organisation,
  OrganisationMember,
  OrganisationRole,
  SeeAccountAnswer,
} from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { told } from '../i18n/account';
import { SureButton } from '../ui/sure-button';
import { Field, Form, Section, State } from './parts';
import { VerificationState } from './verification';
import { api, useWork, type Work } from './work';

const kRoles = ['member', 'officer', 'owner'] as const;

interface AddProps {
  organisation: Organisation;
  work: Work;
  changed: () => Promise<void>;
}

/** Officers bring plain members in; owners give every role. */
function Add({ organisation, work, changed }: AddProps) {
  const { organisations: says } = told.value;
  const name = useSignal('');
  const role = useSignal<OrganisationRole>('member');
  const ready = name.value.trim() !== '' && !work.busy;
  const add = () =>
    work.run(async () => {
      await api.addOrganisationMember({
        organisation: organisation.organisation,
        account_name: name.value.trim(),
        role: role.value,
      });
      name.value = '';
      await changed();
    });
  return (
    <Form testId="member-form" submit={() => ready && add()}>
      <Field
        label={says.accountName}
        value={name.value}
        testId="member-name"
        change={(value) => (name.value = value)}
      />
      {organisation.role === 'owner' && (
        <Choice
          legend={says.role}
          name={`member-role-${organisation.organisation}`}
          value={role.value}
          options={kRoles.map((value) => ({ value, text: says.roles[value] }))}
          choose={(value) => (role.value = value)}
        />
      )}
      <Button testId="member-add" icon="plus" submit disabled={!ready}>
        {says.add}
      </Button>
    </Form>
  );
}

interface PageProps {
  organisation: Organisation;
  me: string;
  changed: () => Promise<void>;
}

function mayRemove(mine: OrganisationRole, me: string, member: OrganisationMember): boolean {
  if (member.person.person === me || mine === 'owner') return true;
  return mine === 'officer' && member.role === 'member';
}

function Members({ organisation, me, changed }: PageProps) {
  const { organisations: says } = told.value;
  const rows = useSignal<readonly OrganisationMember[]>([]);
  const work = useWork();
  const { organisation: id, role } = organisation;
  const list = async () => {
    rows.value = (await api.listOrganisationMembers({ organisation: id })).members;
  };
  useEffect(() => work.run(list), [id]);
  const remove = (person: string) =>
    work.run(async () => {
      await api.removeOrganisationMember({ organisation: id, person });
      await (person === me ? changed() : list());
    });
  return (
    <>
      <ul class="list">
        {rows.value.map((member) => (
          <li class="account-row" key={member.person.person} data-testid="member">
            <div class="row-main">
              <b>{member.person.name}</b>
              <small>{says.roles[member.role]}</small>
            </div>
            {mayRemove(role, me, member) && (
              <SureButton
                testId="member-remove"
                text={member.person.person === me ? says.leave : told.value.remove}
                label={
                  member.person.person === me
                    ? says.leaveWhich(organisation.name)
                    : says.removeWho(member.person.name)
                }
                question={says.sure}
                disabled={work.busy}
                act={() => remove(member.person.person)}
              />
            )}
          </li>
        ))}
      </ul>
      <State work={work} />
      {role !== 'member' && <Add organisation={organisation} work={work} changed={list} />}
    </>
  );
}

function Page(props: PageProps) {
  const { organisations: says, verification } = told.value;
  const { organisation } = props;
  const open = useSignal(false);
  const facts = [
    says.roles[organisation.role],
    ...(organisation.verified ? [verification.verifiedTag] : []),
  ];
  return (
    <details
      data-testid="organisation"
      onToggle={(event) => (open.value = event.currentTarget.open)}
    >
      <summary>
        {organisation.name} <small>{facts.join(' · ')}</small>
      </summary>
      {open.value && (
        <div class="stack">
          <Members {...props} />
          {organisation.role === 'owner' && (
            <VerificationState
              principal={organisation.organisation}
              kind="organisation"
              verified={organisation.verified}
            />
          )}
        </div>
      )}
    </details>
  );
}

export function Organisations({ account }: { account: SeeAccountAnswer }) {
  const { organisations: says } = told.value;
  const rows = useSignal<readonly Organisation[]>([]);
  const name = useSignal('');
  const work = useWork();
  const list = async () => {
    rows.value = (await api.listOrganisations()).organisations;
  };
  useEffect(() => work.run(list), []);
  const ready = name.value.trim() !== '' && !work.busy;
  const make = () =>
    work.run(async () => {
      await api.makeOrganisation({ name: name.value.trim() });
      name.value = '';
      await list();
    });
  return (
    <Section title={says.title} testId="section-organisations">
      <p class="hint">{says.lead}</p>
      {rows.value.map((organisation) => (
        <Page
          key={organisation.organisation}
          organisation={organisation}
          me={account.person}
          changed={list}
        />
      ))}
      <State work={work} />
      <details>
        <summary data-testid="new-organisation">{says.make}</summary>
        <Form testId="organisation-form" submit={() => ready && make()}>
          <Field
            label={says.name}
            value={name.value}
            testId="organisation-name"
            change={(value) => (name.value = value)}
          />
          <Button testId="make-organisation" submit disabled={!ready}>
            {says.makeIt}
          </Button>
        </Form>
      </details>
    </Section>
  );
}
