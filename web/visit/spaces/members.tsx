// Who comes in by a link, and who has been given which right.
import { useSignal } from '@preact/signals';
import {
  giveGrant,
  listGrants,
  listInvitations,
  makeInvitation,
  revokeGrant,
  revokeInvitation,
  type ListInvitationsAnswer,
  type SpaceGrant,
} from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/spaces';
import { GrantForm, GrantRow } from './grants';
import { Answered } from './answered';
import { client, useAct, useAnswer, type Asked } from './work';

type InviteRight = keyof typeof told.value.inviteRights;
type Uses = keyof typeof told.value.uses;
type Right = keyof typeof told.value.rights;

async function copy(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url);
    notify(told.value.copied, 'good');
  } catch {
    // A page without clipboard rights, as on plain http: the link stands selected.
    notify(told.value.copyByHand);
  }
}

function LinkToSend({ url }: { url: string }) {
  const select = () =>
    (document.getElementById('invitation-link') as HTMLInputElement | null)?.select();
  return (
    <>
      <div class="field">
        <label for="invitation-link">{told.value.link}</label>
        <input
          id="invitation-link"
          class="input"
          readOnly
          value={url}
          data-testid="invitation-link"
        />
      </div>
      <Button
        testId="invitation-copy"
        icon="link"
        act={() => {
          select();
          void copy(url);
        }}
      >
        {told.value.copy}
      </Button>
    </>
  );
}

interface InvitationsProps {
  id: string;
  listed: Asked<ListInvitationsAnswer>;
}

/** Those that still work. */
function Invitations({ id, listed }: InvitationsProps) {
  const { act } = useAct();
  const rights = told.value.inviteRights;
  const working = (listed.answer?.invitations ?? []).filter(({ works }) => works);
  const revoke = async (invitation: string) => {
    await client.call(revokeInvitation, { space: id, invitation });
    await listed.again();
  };
  return (
    <>
      <Answered of={listed} />
      <ul class="list">
        {working.map((made) => {
          const given = made.right === 'create' ? rights.create : rights.visit;
          const text = told.value.invitation(given, made.used, made.uses);
          return (
            <li class="list-row" key={made.id}>
              <span class="row-main">{text}</span>
              <Button
                testId="invitation-revoke"
                label={told.value.removeWhat(text)}
                act={() => void act(() => revoke(made.id))}
              >
                {told.value.remove}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

export function Invite({ id }: { id: string }) {
  const right = useSignal<InviteRight>('visit');
  const uses = useSignal<Uses>('1');
  const url = useSignal('');
  const { busy, act } = useAct();
  const listed = useAnswer(id, () => client.call(listInvitations, { space: id }));
  const rights = told.value.inviteRights;
  const make = async () => {
    const made = await client.call(makeInvitation, {
      space: id,
      create: right.value === 'create',
      uses: Number(uses.value),
    });
    url.value = location.origin + made.path;
    await listed.again();
  };
  return (
    <section class="stack">
      <h3>{told.value.invite}</h3>
      <p class="hint">{told.value.inviteHint}</p>
      <Choice
        legend={told.value.inviteRight}
        name="invite-right"
        value={right.value}
        options={(['visit', 'create'] as const).map((value) => ({ value, text: rights[value] }))}
        choose={(value) => (right.value = value)}
      />
      {right.value === 'create' && <p class="hint">{told.value.buildersSignUp}</p>}
      <Choice
        legend={told.value.inviteUses}
        name="invite-uses"
        value={uses.value}
        options={(['1', '20'] as const).map((value) => ({ value, text: told.value.uses[value] }))}
        choose={(value) => (uses.value = value)}
      />
      <Button
        testId="invitation-make"
        icon="share"
        kind="gold"
        disabled={busy}
        act={() => void act(make)}
      >
        {told.value.inviteMake}
      </Button>
      {url.value && <LinkToSend url={url.value} />}
      <Invitations id={id} listed={listed} />
    </section>
  );
}

interface BuildersProps {
  id: string;
  grants: readonly SpaceGrant[];
  changed: () => Promise<void>;
}

/** One choice for what is one grant to everyone. */
function Builders({ id, grants, changed }: BuildersProps) {
  const { busy, act } = useAct();
  const open = grants.filter(
    (grant) => grant.kind === 'everyone' && grant.rights.includes('create'),
  );
  const stands = open.length > 0 ? 'everyone' : 'members';
  // What was chosen shows at once; what stands, when the city has answered.
  const chosen = useSignal<string | null>(null);
  const change = async (value: string) => {
    if (value === 'everyone')
      await client.call(giveGrant, { space: id, everyone: true, rights: ['create'] });
    else for (const { id: grant } of open) await client.call(revokeGrant, { space: id, grant });
    await changed();
  };
  const choose = async (value: string) => {
    if (busy || value === stands) return;
    chosen.value = value;
    await act(() => change(value));
    chosen.value = null;
  };
  return (
    <>
      <Choice
        legend={told.value.build}
        name="build"
        value={chosen.value ?? stands}
        options={(['members', 'everyone'] as const).map((value) => ({
          value,
          text: told.value.builders[value],
        }))}
        choose={(value) => void choose(value)}
      />
      {(chosen.value ?? stands) === 'everyone' && <p class="hint">{told.value.buildersSignUp}</p>}
    </>
  );
}

const given: readonly Right[] = ['visit', 'create', 'moderate', 'manage'];

export function Members({ id }: { id: string }) {
  const asked = useAnswer(id, () => client.call(listGrants, { space: id }));
  const { answer, again } = asked;
  const grants = answer?.grants ?? [];
  const give = async (account_name: string, right: Right) => {
    await client.call(giveGrant, { space: id, account_name, rights: [right] });
    await again();
  };
  const take = async (grant: string) => {
    await client.call(revokeGrant, { space: id, grant });
    await again();
  };
  return (
    <section class="stack">
      <h3>{told.value.members}</h3>
      <Answered of={asked} />
      {answer && <Builders id={id} grants={grants} changed={again} />}
      <ul class="list" data-testid="space-grants">
        {grants.map((grant) => (
          <GrantRow key={grant.id} grant={grant} testId="grant-remove" take={take} />
        ))}
      </ul>
      <GrantForm
        id="grant-account"
        name="grant-right"
        testId="grant-add"
        action={told.value.add}
        hint={told.value.membersHint}
        rights={given.map((value) => ({ value, text: told.value.rights[value] }))}
        start="create"
        give={give}
      />
    </section>
  );
}
