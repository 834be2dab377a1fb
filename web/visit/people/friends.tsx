// Friends and requests: who is here and where, and what one can do with each.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  acceptFriend,
  blockPerson,
  endFriendship,
  listFriends,
  type Friend,
} from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/people';
import type { Session } from '../session';
import { closePanel } from '../state/panels';
import { Figure } from '../ui/figure';
import type { World } from '../world';
import { Answered } from '../spaces/answered';
import { SureButton } from '../ui/sure-button';
import { pulse } from './live';
import { askCompany, back, client, go, useAct, useAnswer } from './work';

interface Props {
  session: Session;
  world: World;
}

/** Where friends are changes without a notice: asked anew while one looks. */
const kAskMs = 10_000;

function useFriends() {
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => (tick.value += 1), kAskMs);
    return () => clearInterval(timer);
  }, []);
  return useAnswer('friends', () => client.call(listFriends, {}), `${pulse.value} ${tick.value}`);
}

function whereText(friend: Friend): string {
  if (!friend.here) return told.value.away;
  if (friend.space === '0') return told.value.hereSomewhere;
  return friend.space_name ? told.value.hereIn(friend.space_name) : told.value.hereInCity;
}

/** To where the friend is. */
function goTo(friend: Friend, { session, world }: Props): void {
  const inSame = friend.space_name === (session.welcome.value?.title ?? '');
  const sameSpace = world.space === friend.space || (world.space === 'city' && inSame);
  if (sameSpace) session.goToPerson(friend.handle);
  else session.travel(friend.space);
  closePanel();
}

function Bust({ look }: { look: string }) {
  return (
    <span class="figure-chip">
      <Figure look={BigInt(look)} bust />
    </span>
  );
}

function Asked({ friend, again }: { friend: Friend; again: () => Promise<void> }) {
  const { busy, act } = useAct();
  const { person, name } = friend;
  const accept = async () => {
    await client.call(acceptFriend, { person });
    notify(told.value.nowFriends(name), 'good');
    await again();
  };
  const end = async () => {
    await client.call(endFriendship, { person });
    await again();
  };
  const byThem = friend.state === 'asked_by_them';
  return (
    <li class="list-row together-row" data-testid={`asked-${name}`}>
      <Bust look={friend.look} />
      <span class="row-main">
        <b>{name}</b>
        <small>{byThem ? told.value.asksYou : told.value.askedByYou}</small>
      </span>
      <span class="company-acts">
        <Button
          testId="friend-decline"
          disabled={busy}
          label={byThem ? told.value.declineWhom(name) : told.value.withdrawFrom(name)}
          act={() => void act(end)}
        >
          {byThem ? told.value.decline : told.value.withdraw}
        </Button>
        {byThem && (
          <Button
            testId="friend-accept"
            icon="check"
            kind="gold"
            disabled={busy}
            label={told.value.acceptWhom(name)}
            act={() => void act(accept)}
          >
            {told.value.accept}
          </Button>
        )}
      </span>
    </li>
  );
}

function Row({ friend, ...props }: Props & { friend: Friend }) {
  const { person, name } = friend;
  return (
    <li class="list-row together-row" data-testid={`friend-${name}`}>
      <Bust look={friend.look} />
      <button
        type="button"
        class="row-main"
        data-testid="friend-open"
        onClick={() => go({ page: 'person', person, name })}
      >
        <b>{name}</b>
        <small>{whereText(friend)}</small>
      </button>
      <span class="company-acts">
        {friend.here && friend.space !== '0' && (
          <Button
            testId="friend-go"
            icon="walk"
            label={told.value.goToWhom(name)}
            act={() => goTo(friend, props)}
          >
            {told.value.goThere}
          </Button>
        )}
        <Button
          testId="friend-write"
          icon="chat"
          label={told.value.writeTo(name)}
          act={() => go({ page: 'talk', person, name })}
        >
          {told.value.write}
        </Button>
      </span>
    </li>
  );
}

export function FriendsPage(props: Props) {
  const listed = useFriends();
  const { answer, again } = listed;
  const all = answer?.friends ?? [];
  const asked = all.filter(({ state }) => state !== 'friends');
  const friends = all
    .filter(({ state }) => state === 'friends')
    .sort((a, b) => Number(b.here) - Number(a.here));
  return (
    <>
      <Answered of={listed} />
      {asked.length > 0 && (
        <section class="stack">
          <h3>{told.value.requests}</h3>
          <ul class="list">
            {asked.map((friend) => (
              <Asked key={friend.person} friend={friend} again={again} />
            ))}
          </ul>
        </section>
      )}
      {answer && friends.length === 0 && <p class="hint">{told.value.noFriends}</p>}
      <ul class="list" data-testid="friends">
        {friends.map((friend) => (
          <Row key={friend.person} friend={friend} {...props} />
        ))}
      </ul>
    </>
  );
}

interface PartingsProps {
  person: string;
  name: string;
  friend: boolean;
  again: () => Promise<void>;
}

function Partings({ person, name, friend, again }: PartingsProps) {
  const { busy, act } = useAct();
  const end = async () => {
    await client.call(endFriendship, { person });
    await again();
    back();
  };
  const block = async () => {
    await client.call(blockPerson, { person });
    notify(told.value.blocked(name));
    back();
  };
  return (
    <div class="actions">
      {friend && (
        <SureButton
          testId="person-end"
          text={told.value.endFriendship}
          question={told.value.sure}
          disabled={busy}
          act={() => void act(end)}
        />
      )}
      <SureButton
        testId="person-block"
        icon="block"
        kind="red"
        text={told.value.block}
        question={told.value.sure}
        disabled={busy}
        act={() => void act(block)}
      />
    </div>
  );
}

export function PersonPage({ person, name, ...props }: Props & { person: string; name: string }) {
  const listed = useFriends();
  const { answer, again } = listed;
  const friend = answer?.friends.find((one) => one.person === person);
  const id = BigInt(person);
  const ask = (want: 'follow' | 'summon') => () =>
    void askCompany(props.session, want, { person: id });
  return (
    <>
      <Answered of={listed} />
      {friend && (
        <div class="row">
          <Bust look={friend.look} />
          <p class="hint">{whereText(friend)}</p>
        </div>
      )}
      <div class="actions">
        <Button
          testId="person-write"
          icon="chat"
          kind="gold"
          act={() => go({ page: 'talk', person, name })}
        >
          {told.value.write}
        </Button>
        {friend?.here && friend.space !== '0' && (
          <Button testId="person-go" icon="walk" act={() => goTo(friend, props)}>
            {told.value.goThere}
          </Button>
        )}
        {friend?.here && (
          <>
            <Button testId="person-summon" icon="wave" act={ask('summon')}>
              {told.value.summon}
            </Button>
            <Button testId="person-follow" icon="people" act={ask('follow')}>
              {told.value.follow}
            </Button>
          </>
        )}
      </div>
      <p class="hint">{told.value.companyHint}</p>
      <Partings person={person} name={name} friend={friend?.state === 'friends'} again={again} />
    </>
  );
}
