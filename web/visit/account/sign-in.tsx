// Back as oneself: one press with a passkey, or name and password.
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { accountView } from '../state/account';
import type { AccountProps } from './account-panel';
import { Field, Form, PasswordField, State } from './parts';
import { passkeysWork } from './passkeys';
import { signInByPasskey, signInByPassword } from './ways';
import { useWork } from './work';

export function SignInPage({ session }: AccountProps) {
  const { signIn: says, ...text } = told.value;
  const possible = passkeysWork();
  const name = useSignal('');
  const password = useSignal('');
  const work = useWork();
  const ready = name.value.trim() !== '' && password.value !== '';
  const submit = () => {
    if (ready) work.run(() => signInByPassword(name.value, password.value, session));
  };
  return (
    <Form submit={submit} testId="sign-in-form">
      {possible ? (
        <div class="account-actions">
          <Button
            testId="sign-in-passkey"
            kind="gold"
            disabled={work.busy}
            act={() => work.run(() => signInByPasskey(session))}
          >
            {says.byPasskey}
          </Button>
          <p class="hint account-or">{says.or}</p>
        </div>
      ) : (
        <p class="hint">{text.needsName}</p>
      )}
      <Field
        label={text.accountName}
        value={name.value}
        testId="account-name"
        autocomplete="username"
        change={(value) => (name.value = value)}
      />
      <PasswordField
        label={text.password}
        value={password.value}
        change={(value) => (password.value = value)}
      />
      <State work={work} />
      <div class="account-actions">
        <Button
          testId="sign-in-password"
          kind={possible ? 'plain' : 'gold'}
          submit
          disabled={!ready || work.busy}
        >
          {says.byPassword}
        </Button>
        <div class="row account-links">
          <Button testId="to-lost" act={() => (accountView.value = 'lost')}>
            {says.lost}
          </Button>
          <Button testId="to-sign-up" act={() => (accountView.value = 'sign_up')}>
            {says.noneYet}
          </Button>
        </div>
      </div>
    </Form>
  );
}
