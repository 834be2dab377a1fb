// Who holds a parcel, and giving it to somebody.
import { giveParcelGrant, listParcelGrants, revokeGrant } from '../../protocol/generated/api';
import { told } from '../i18n/spaces';
import { GrantForm, GrantRow } from './grants';
import { Answered } from './answered';
import { client, useAnswer } from './work';

type ParcelRight = keyof typeof told.value.parcelRights;

const given: readonly ParcelRight[] = ['create', 'manage'];

interface HoldersProps {
  id: string;
  parcel: string;
}

export function Holders({ id, parcel }: HoldersProps) {
  const where = { space: id, parcel };
  const asked = useAnswer(`${id} ${parcel}`, () => client.call(listParcelGrants, where));
  const { answer, again } = asked;
  const give = async (account_name: string, right: ParcelRight) => {
    await client.call(giveParcelGrant, { ...where, account_name, rights: [right] });
    await again();
  };
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
          <GrantRow key={grant.id} grant={grant} testId="parcel-grant-remove" take={take} />
        ))}
      </ul>
      <GrantForm
        id="parcel-account"
        name="parcel-right"
        testId="parcel-give"
        action={told.value.parcelGive}
        rights={given.map((value) => ({ value, text: told.value.parcelRights[value] }))}
        start="create"
        give={give}
      />
    </div>
  );
}
