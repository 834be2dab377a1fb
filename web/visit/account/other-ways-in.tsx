// In by a recovery code, and by a link from another device of one's own.
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import type { AccountProps } from './account-panel';
import { Field, Form, State } from './parts';
import { signInByCode, signInByDevice } from './ways';
import { useWork } from './work';

export function LostPage({ session }: AccountProps) {
  const { lost } = told.value;
  const code = useSignal('');
  const work = useWork();
  const ready = code.value.trim() !== '';
  const submit = () => {
    if (ready) work.run(() => signInByCode(code.value, session));
  };
  return (
    <Form submit={submit} testId="lost-form">
      <p>{lost.lead}</p>
      <Field
        label={lost.code}
        value={code.value}
        testId="recovery-code"
        change={(value) => (code.value = value)}
      />
      <State work={work} />
      <Button testId="use-code" kind="gold" submit disabled={!ready || work.busy}>
        {lost.use}
      </Button>
    </Form>
  );
}

/** One press: a link that is only looked at, by a program that previews it, is not used up. */
export function DevicePage({ session }: AccountProps) {
  const { device } = told.value;
  const work = useWork();
  return (
    <Form submit={() => work.run(() => signInByDevice(session))} testId="device-form">
      <p>{device.lead}</p>
      <State work={work} />
      <Button testId="use-device-link" kind="gold" submit disabled={work.busy}>
        {device.use}
      </Button>
    </Form>
  );
}
