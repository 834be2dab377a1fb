// The other ways in: recovery codes, a password, a link for another device.
import { useSignal } from '@preact/signals';
import type { MakeDeviceLinkAnswer, SeeAccountAnswer } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/account';
import { accountView } from '../state/account';
import { SureButton } from '../ui/sure-button';
import { CopyField, Form, PasswordField, Section, State } from './parts';
import { passwordFits } from './ways';
import { api, dayText, refreshAccount, useWork } from './work';

interface Props {
  account: SeeAccountAnswer;
}

export function CodesLeft({ account }: Props) {
  const { codes, titles } = told.value;
  const left = account.recovery_codes_left;
  return (
    <Section title={titles.codes} testId="section-codes">
      <p class="hint" data-testid="codes-left">
        {left > 0 ? `${codes.left(left)} ${codes.replace}` : codes.none}
      </p>
      <Button testId="new-codes" act={() => (accountView.value = 'codes')}>
        {codes.make}
      </Button>
    </Section>
  );
}

export function Password({ account }: Props) {
  const { passwordPart: says, newPassword, saved, sure, removed } = told.value;
  const open = useSignal(false);
  const password = useSignal('');
  const work = useWork();
  const save = () => {
    if (!passwordFits(password.value)) return;
    work.run(async () => {
      await api.setPassword({ password: password.value });
      await refreshAccount();
      open.value = false;
      password.value = '';
      notify(saved, 'good');
    });
  };
  const remove = () =>
    work.run(async () => {
      await api.removeCredential({ credential: account.password_id });
      await refreshAccount();
      notify(removed, 'good');
    });
  return (
    <Section title={says.title} testId="section-password">
      <p class="hint">{account.has_password ? says.has : says.none}</p>
      {open.value && (
        <Form submit={save} testId="password-form">
          <PasswordField
            label={newPassword}
            value={password.value}
            fresh
            change={(value) => (password.value = value)}
          />
          <Button
            testId="save-password"
            kind="gold"
            submit
            disabled={!passwordFits(password.value) || work.busy}
          >
            {says.save}
          </Button>
        </Form>
      )}
      <State work={work} />
      <div class="row">
        <Button testId="change-password" act={() => (open.value = !open.value)}>
          {open.value ? told.value.stopAsking : account.has_password ? says.change : says.set}
        </Button>
        {account.has_password && (
          <SureButton
            testId="remove-password"
            text={says.remove}
            label={says.remove}
            question={sure}
            disabled={work.busy}
            act={remove}
          />
        )}
      </div>
    </Section>
  );
}

export function SecondDevice() {
  const { second } = told.value;
  const link = useSignal<MakeDeviceLinkAnswer | null>(null);
  const work = useWork();
  const make = () =>
    work.run(async () => {
      link.value = await api.makeDeviceLink();
    });
  return (
    <Section title={second.title} testId="section-device">
      <p class="hint">{second.lead}</p>
      {link.value && (
        <>
          <CopyField
            label={second.link}
            text={location.origin + link.value.path}
            testId="device-link"
          />
          <p class="hint">{second.until(dayText(link.value.expires_unix_ms))}</p>
        </>
      )}
      <State work={work} />
      <Button testId="make-device-link" icon="link" disabled={work.busy} act={make}>
        {second.make}
      </Button>
    </Section>
  );
}
