// Who may reach one in which way, and whom one blocks.
import { useSignal } from '@preact/signals';
import {
  listBlocks,
  seePrivacy,
  setPrivacy,
  unblockPerson,
  type Audience,
  type SeePrivacyAnswer,
} from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/people';
import { Answered } from '../spaces/answered';
import { client, useAct, useAnswer } from './work';

const ways = ['reach', 'presence', 'follow', 'found'] as const;
const audiences: readonly Audience[] = ['everyone', 'friends', 'nobody'];

function Blocked() {
  const asked = useAnswer('blocks', () => client.call(listBlocks, {}));
  const { answer, again } = asked;
  const { busy, act } = useAct();
  const people = answer?.people ?? [];
  const unblock = async (person: string) => {
    await client.call(unblockPerson, { person });
    await again();
  };
  return (
    <section class="stack">
      <h3>{told.value.blockedPeople}</h3>
      <Answered of={asked} />
      {answer && people.length === 0 && <p class="hint">{told.value.blockedNobody}</p>}
      <ul class="list">
        {people.map(({ person: id, name }) => (
          <li class="list-row" key={id}>
            <span class="row-main">{name}</span>
            <Button
              testId="unblock"
              label={told.value.unblockWhom(name)}
              disabled={busy}
              act={() => void act(() => unblock(id))}
            >
              {told.value.unblock}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PrivacyPage() {
  const asked = useAnswer('privacy', () => client.call(seePrivacy, {}));
  const { answer, again } = asked;
  const { busy, act } = useAct();
  // What was chosen shows at once; what stands, when the city has answered.
  const chosen = useSignal<Partial<SeePrivacyAnswer>>({});
  const save = async (change: Partial<SeePrivacyAnswer>) => {
    if (!answer) return;
    await client.call(setPrivacy, { ...answer, ...change });
    await again();
    notify(told.value.saved, 'good');
  };
  const choose = async (change: Partial<SeePrivacyAnswer>) => {
    if (busy) return;
    chosen.value = change;
    await act(() => save(change));
    chosen.value = {};
  };
  return (
    <>
      <Answered of={asked} />
      {answer &&
        ways.map((way) => (
          <Choice
            key={way}
            legend={told.value.ways[way]}
            name={`privacy-${way}`}
            value={chosen.value[way] ?? answer[way]}
            options={audiences.map((value) => ({ value, text: told.value.audiences[value] }))}
            choose={(value) => void choose({ [way]: value })}
          />
        ))}
      <p class="hint">{told.value.privacyHint}</p>
      <Blocked />
    </>
  );
}
