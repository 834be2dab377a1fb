// The passkeys of an account: one more, another label, one less.
import { useSignal } from '@preact/signals';
import type { Passkey, SeeAccountAnswer } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/account';
import { arrival } from '../state/account';
import { SureButton } from '../ui/sure-button';
import { Field, Form, Section, State } from './parts';
import { createPasskey, deviceName, passkeysWork } from './passkeys';
import { api, dayText, refreshAccount, useWork, type Work } from './work';

async function addPasskey({ account_name, display_name }: SeeAccountAnswer): Promise<void> {
  const begun = await api.beginPasskey();
  const owner = { accountName: account_name || display_name, displayName: display_name };
  const passkey = await createPasskey(begun, owner);
  await api.addPasskey({ passkey, label: deviceName() });
  await refreshAccount();
  if (arrival.value === 'device') arrival.value = null;
  notify(told.value.passkeys.added, 'good');
}

async function removePasskey(id: string): Promise<void> {
  await api.removeCredential({ credential: id });
  await refreshAccount();
  arrival.value = null;
  notify(told.value.removed, 'good');
}

function Rename({ passkey, work, done }: { passkey: Passkey; work: Work; done: () => void }) {
  const { passkeys: says } = told.value;
  const label = useSignal(passkey.label);
  const save = () =>
    work.run(async () => {
      await api.renamePasskey({ credential: passkey.id, label: label.value.trim() });
      await refreshAccount();
      done();
    });
  return (
    <Form submit={save} testId="rename-form">
      <Field
        label={says.newName(passkey.label || says.unnamed)}
        value={label.value}
        testId="passkey-label"
        change={(value) => (label.value = value)}
      />
      <Button testId="rename-save" submit disabled={label.value.trim() === '' || work.busy}>
        {says.save}
      </Button>
    </Form>
  );
}

function Row({ passkey, work }: { passkey: Passkey; work: Work }) {
  const { passkeys: says, remove, sure } = told.value;
  const renaming = useSignal(false);
  const name = passkey.label || says.unnamed;
  return (
    <li class="account-row" data-testid="passkey">
      <div class="row-main">
        <b>{name}</b>
        <small>{says.used(dayText(passkey.used_unix_ms || passkey.added_unix_ms))}</small>
      </div>
      <div class="row">
        <Button
          testId="rename-passkey"
          label={says.renameOf(name)}
          act={() => (renaming.value = !renaming.value)}
        >
          {says.rename}
        </Button>
        <SureButton
          testId="remove-passkey"
          text={remove}
          label={says.removeOf(name)}
          question={sure}
          disabled={work.busy}
          act={() => work.run(() => removePasskey(passkey.id))}
        />
      </div>
      {renaming.value && (
        <Rename passkey={passkey} work={work} done={() => (renaming.value = false)} />
      )}
    </li>
  );
}

export function Passkeys({ account }: { account: SeeAccountAnswer }) {
  const { passkeys: says, needsName } = told.value;
  const work = useWork();
  return (
    <Section title={says.title} testId="section-passkeys">
      {account.passkeys.length === 0 && <p class="hint">{says.none}</p>}
      <ul class="list">
        {account.passkeys.map((passkey) => (
          <Row key={passkey.id} passkey={passkey} work={work} />
        ))}
      </ul>
      <State work={work} />
      {passkeysWork() ? (
        <Button
          testId="add-passkey"
          icon="plus"
          kind={arrival.value ? 'gold' : 'plain'}
          disabled={work.busy}
          act={() => work.run(() => addPasskey(account))}
        >
          {says.add}
        </Button>
      ) : (
        <p class="hint">{needsName}</p>
      )}
    </Section>
  );
}
