// From guest to somebody with an account: a name, then one press for a passkey.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { accountView } from '../state/account';
import * as profile from '../state/profile';
import type { AccountProps } from './account-panel';
import { Field, Form, PasswordField, State } from './parts';
import { passkeysWork } from './passkeys';
import { isAccountName, passwordFits, plainName, signUp, type Attempt } from './ways';
import { useWork } from './work';

export function SignUpPage({ session }: AccountProps) {
  const { signUp: says, accountNameHint, accountNameGood, ...text } = told.value;
  const possible = passkeysWork();
  const name = useSignal('');
  const password = useSignal('');
  const byPasskey = useSignal(possible);
  const attempt = useRef<Attempt>({}).current;
  const work = useWork();
  const plain = plainName(name.value);
  const ready = isAccountName(plain) && (byPasskey.value || passwordFits(password.value));
  const submit = () => {
    if (!ready) return;
    const secret = byPasskey.value ? '' : password.value;
    work.run(() => signUp({ name: plain, password: secret, attempt }, session));
  };
  return (
    <Form submit={submit} testId="sign-up-form">
      <p>
        {says.lead} {profile.token.value && says.keeps}
      </p>
      <Field
        label={text.accountName}
        value={name.value}
        testId="account-name"
        autocomplete="username"
        hint={isAccountName(plain) ? accountNameGood(plain) : accountNameHint}
        change={(value) => (name.value = value)}
      />
      {byPasskey.value ? (
        <p class="hint">{says.passkeyHint}</p>
      ) : (
        <PasswordField
          label={text.newPassword}
          value={password.value}
          fresh
          change={(value) => (password.value = value)}
        />
      )}
      {!possible && <p class="hint">{text.needsName}</p>}
      <State work={work} />
      <div class="account-actions">
        <Button testId="sign-up" kind="gold" submit disabled={!ready || work.busy}>
          {byPasskey.value ? says.byPasskey : says.byPassword}
        </Button>
        {possible && (
          <Button testId="other-way" act={() => (byPasskey.value = !byPasskey.value)}>
            {byPasskey.value ? says.usePassword : says.usePasskey}
          </Button>
        )}
        <Button testId="to-sign-in" act={() => (accountView.value = 'sign_in')}>
          {says.haveOne}
        </Button>
      </div>
    </Form>
  );
}
