// Groups of friends who write to each other.
import { useSignal } from '@preact/signals';
import {
  addGroupMember,
  listFriends,
  listGroupMembers,
  listGroups,
  makeGroup,
  removeGroupMember,
  renameGroup,
  type GroupMember,
} from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { told } from '../i18n/people';
import { Answered } from '../spaces/answered';
import { SureButton } from '../ui/sure-button';
import { pulse } from './live';
import { back, client, go, goHome, useAct, useAnswer, useMe } from './work';

interface NameFormProps {
  id: string;
  label: string;
  action: string;
  start: string;
  done: (name: string) => Promise<void>;
}

function NameForm({ id, label, action, start, done }: NameFormProps) {
  const name = useSignal(start);
  const { busy, act } = useAct();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => done(name.value));
      }}
    >
      <div class="field">
        <label for={id}>{label}</label>
        <input
          id={id}
          class="input"
          required
          maxLength={24}
          value={name.value}
          data-testid={id}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </div>
      <Button testId={`${id}-go`} submit disabled={busy}>
        {action}
      </Button>
    </form>
  );
}

export function GroupsPage() {
  const asked = useAnswer('groups', () => client.call(listGroups, {}), pulse.value);
  const { answer } = asked;
  const make = async (name: string) => {
    const { group } = await client.call(makeGroup, { name });
    go({ page: 'group', group, name });
  };
  return (
    <>
      <Answered of={asked} />
      {answer?.groups.length === 0 && <p class="hint">{told.value.noGroups}</p>}
      <ul class="list">
        {(answer?.groups ?? []).map(({ id, name, members }) => (
          <li class="list-row together-row" key={id} data-testid={`group-${name}`}>
            <button
              type="button"
              class="row-main"
              data-testid="group-open"
              onClick={() => go({ page: 'group', group: id, name })}
            >
              <b>{name}</b>
              <small>{told.value.memberCount(members)}</small>
            </button>
            <Button
              testId="group-write"
              icon="chat"
              label={told.value.writeTo(name)}
              act={() => go({ page: 'talk', group: id, name })}
            >
              {told.value.write}
            </Button>
          </li>
        ))}
      </ul>
      <NameForm
        id="group-name"
        label={told.value.groupName}
        action={told.value.makeGroup}
        start=""
        done={make}
      />
    </>
  );
}

interface MemberProps {
  group: string;
  me: string;
  own: boolean;
  all: readonly GroupMember[];
  again: () => Promise<void>;
}

function Members({ group, me, own, all, again }: MemberProps) {
  const { busy, act } = useAct();
  const remove = async (person: string) => {
    await client.call(removeGroupMember, { group, person });
    await again();
  };
  return (
    <section class="stack">
      <h3>{told.value.members}</h3>
      <ul class="list" data-testid="group-members">
        {all.map(({ person, name, role }) => (
          <li class="list-row" key={person}>
            <span class="row-main">
              <b>{name}</b>
              <small>{role === 'owner' ? told.value.owner : ''}</small>
            </span>
            {own && person !== me && (
              <SureButton
                testId="group-remove"
                text={told.value.remove}
                label={told.value.removeWhom(name)}
                question={told.value.sure}
                disabled={busy}
                act={() => void act(() => remove(person))}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Invite({ group, all, again }: Omit<MemberProps, 'me' | 'own'>) {
  const friends = useAnswer('of', () => client.call(listFriends, {}), pulse.value);
  const { busy, act } = useAct();
  const others = (friends.answer?.friends ?? []).filter(
    ({ state, person }) => state === 'friends' && !all.some((one) => one.person === person),
  );
  const add = async (person: string) => {
    await client.call(addGroupMember, { group, person });
    await again();
  };
  return (
    <section class="stack">
      <h3>{told.value.invite}</h3>
      <Answered of={friends} />
      {friends.answer && others.length === 0 && <p class="hint">{told.value.nobodyToInvite}</p>}
      <ul class="list">
        {others.map(({ person, name }) => (
          <li class="list-row" key={person}>
            <span class="row-main">{name}</span>
            <Button
              testId="group-add"
              icon="plus"
              label={told.value.inviteWhom(name)}
              disabled={busy}
              act={() => void act(() => add(person))}
            >
              {told.value.add}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function GroupPage({ group, name }: { group: string; name: string }) {
  const me = useMe();
  const asked = useAnswer(group, () => client.call(listGroupMembers, { group }), pulse.value);
  const { answer, again } = asked;
  const { busy, act } = useAct();
  const all = answer?.members ?? [];
  const own = all.find(({ person }) => person === me)?.role === 'owner';
  const leave = async () => {
    await client.call(removeGroupMember, { group, person: me });
    goHome();
  };
  const rename = async (to: string) => {
    await client.call(renameGroup, { group, name: to });
    back();
  };
  return (
    <>
      <div class="row">
        <Button
          testId="group-talk"
          icon="chat"
          kind="gold"
          act={() => go({ page: 'talk', group, name })}
        >
          {told.value.write}
        </Button>
        <SureButton
          testId="group-leave"
          text={told.value.leaveGroup}
          question={told.value.sure}
          disabled={busy || !me}
          act={() => void act(leave)}
        />
      </div>
      <Answered of={asked} />
      {answer && (
        <>
          <Members group={group} me={me} own={own} all={all} again={again} />
          <Invite group={group} all={all} again={again} />
        </>
      )}
      {own && (
        <NameForm
          id="group-rename"
          label={told.value.groupName}
          action={told.value.rename}
          start={name}
          done={rename}
        />
      )}
    </>
  );
}
