// Who holds a parcel, and giving it to somebody.
import { useSignal } from '@preact/signals';
import { giveParcelGrant, listParcelGrants, revokeGrant } from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { told } from '../i18n/spaces';
import { nameOf, rightsOf } from './members';
import { TextField } from './text-field';
import { Answered } from './answered';
import { client, useAct, useAnswer } from './work';

type ParcelRight = keyof typeof told.value.parcelRights;

interface GiveProps {
  space: string;
  parcel: string;
  given: () => Promise<void>;
}

function Give({ space, parcel, given }: GiveProps) {
  const name = useSignal('');
  const right = useSignal<ParcelRight>('create');
  const { busy, act } = useAct();
  const give = async () => {
    await client.call(giveParcelGrant, {
      space,
      parcel,
      account_name: name.value.trim(),
      rights: [right.value],
    });
    name.value = '';
    await given();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(give);
      }}
    >
      <TextField
        id="parcel-account"
        label={told.value.accountName}
        most={65}
        placeholder="@"
        value={name.value}
        change={(value) => (name.value = value)}
      />
      <Choice
        legend={told.value.right}
        name="parcel-right"
        value={right.value}
        options={(['create', 'manage'] as const).map((value) => ({
          value,
          text: told.value.parcelRights[value],
        }))}
        choose={(value) => (right.value = value)}
      />
      <Button testId="parcel-give" icon="plus" submit disabled={busy}>
        {told.value.parcelGive}
      </Button>
    </form>
  );
}

interface HoldersProps {
  id: string;
  parcel: string;
}

export function Holders({ id, parcel }: HoldersProps) {
  const { act } = useAct();
  const where = { space: id, parcel };
  const asked = useAnswer(`${id} ${parcel}`, () => client.call(listParcelGrants, where));
  const { answer, again } = asked;
  const take = async (grant: string) => {
    await client.call(revokeGrant, { space: id, grant });
    await again();
  };
  const grants = answer?.grants ?? [];
  return (
    <div class="stack">
      <Answered of={asked} />
      {answer && grants.length === 0 && <p class="hint">{told.value.parcelNobody}</p>}
      <ul class="list">
        {grants.map((grant) => (
          <li class="list-row" key={grant.id}>
            <span class="row-main">
              <b>{nameOf(grant)}</b>
              <small>{rightsOf(grant)}</small>
            </span>
            <Button
              testId="parcel-grant-remove"
              label={told.value.removeWhat(`${nameOf(grant)}, ${rightsOf(grant)}`)}
              act={() => void act(() => take(grant.id))}
            >
              {told.value.remove}
            </Button>
          </li>
        ))}
      </ul>
      <Give {...where} given={again} />
    </div>
  );
}
