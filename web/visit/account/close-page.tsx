// The end of an account: says what goes, and asks for its name.
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { accountName } from '../state/account';
import type { AccountProps } from './account-panel';
import { Field, Form, State } from './parts';
import { closeAccount, plainName } from './ways';
import { account, useWork } from './work';

export function ClosePage({ session }: AccountProps) {
  const { close } = told.value;
  const typed = useSignal('');
  const work = useWork();
  // Who came by link and never signed up has a name to show, and no account name.
  // Whom the city keeps out is not shown the account, and may close it all the same.
  const name = account.value?.account_name || account.value?.display_name || accountName.value;
  const ready = name !== '' && plainName(typed.value) === plainName(name);
  const submit = () => {
    if (ready) work.run(() => closeAccount(session));
  };
  return (
    <Form submit={submit} testId="close-form">
      <p>
        <strong>{close.lead}</strong>
      </p>
      <ul class="account-goes">
        {close.goes.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Field
        label={close.type(name)}
        value={typed.value}
        testId="close-name"
        change={(value) => (typed.value = value)}
      />
      <State work={work} />
      <Button testId="close-for-good" kind="red" submit disabled={!ready || work.busy}>
        {close.act}
      </Button>
    </Form>
  );
}
