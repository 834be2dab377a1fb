// On somebody's card in the city: befriend, write what waits for them, go together.
import { askFriend, seePersonHere } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/people';
import type { Session } from '../session';
import { accountName } from '../state/account';
import { pulse } from './live';
import { askCompany, client, openAt, useAct, useAnswer } from './work';

interface Props {
  handle: number;
  session: Session;
}

function Known({ handle }: Props) {
  const { answer, again } = useAnswer(
    `here ${handle}`,
    () => client.call(seePersonHere, { handle }),
    pulse.value,
  );
  const { busy, act } = useAct();
  if (!answer) return null;
  const { person, state, citizen } = answer;
  const befriend = async () => {
    const done = await client.call(askFriend, { person: person.person });
    const friends = done.state === 'friends';
    notify(friends ? told.value.nowFriends(person.name) : told.value.asked(person.name), 'good');
    await again();
  };
  const write = () => openAt({ page: 'talk', person: person.person, name: person.name });
  if (!citizen) return <p class="hint">{told.value.aGuest}</p>;
  return (
    <>
      {(state === undefined || state === 'asked_by_them') && (
        <Button testId="card-befriend" icon="plus" disabled={busy} act={() => void act(befriend)}>
          {state ? told.value.acceptRequest : told.value.befriend}
        </Button>
      )}
      {state === 'asked_by_me' && <p class="hint">{told.value.askedByYou}</p>}
      {state === 'friends' && <p class="hint">{told.value.isFriend}</p>}
      <Button testId="card-write" icon="send" act={write}>
        {told.value.writeWaiting}
      </Button>
    </>
  );
}

export function CardTogether({ handle, session }: Props) {
  const may = session.may.value;
  return (
    <div class="actions">
      {accountName.value !== '' && <Known handle={handle} session={session} />}
      {may.has('follow') && (
        <Button
          testId="card-follow"
          icon="people"
          act={() => void askCompany(session, 'follow', { handle })}
        >
          {told.value.follow}
        </Button>
      )}
      {may.has('summon') && (
        <Button
          testId="card-summon"
          icon="wave"
          act={() => void askCompany(session, 'summon', { handle })}
        >
          {told.value.summon}
        </Button>
      )}
    </div>
  );
}
