// One's own account: the ways in, where one is signed in, and the way out.
import { useEffect } from 'preact/hooks';
import { ApiError } from '../../protocol/api-client';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { accountName, accountView, arrival } from '../state/account';
import type { AccountProps } from './account-panel';
import { FamilySection } from './family';
import { Consents, Keys } from './keys';
import { Languages } from './languages';
import { Organisations } from './organisations';
import { Passkeys } from './passkey-list';
import { Section, State } from './parts';
import { passkeysWork } from './passkeys';
import { CodesLeft, Password, SecondDevice } from './secrets';
import { Sessions } from './sessions';
import { checkSession, signOut } from './ways';
import { Verification } from './verification';
import { account, api, useWork } from './work';

function Next() {
  if (arrival.value !== 'recovered' && arrival.value !== 'device') return null;
  const text = arrival.value === 'recovered' ? told.value.lost : told.value.device;
  return (
    <p class="account-next" role="status" data-testid="account-next">
      {passkeysWork() ? text.next : text.nextPassword}
    </p>
  );
}

/** The text of one JSON document, as a file. */
async function takeAlong(): Promise<void> {
  const { document: text } = await api.exportAccount();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `${accountName.value || 'account'}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function Export() {
  const work = useWork();
  return (
    <Section title={told.value.data.title} testId="section-data">
      <p class="hint">{told.value.data.hint}</p>
      <State work={work} />
      <Button testId="account-export" disabled={work.busy} act={() => work.run(takeAlong)}>
        {told.value.data.act}
      </Button>
    </Section>
  );
}

function End({ session }: AccountProps) {
  const { signIn, close } = told.value;
  const work = useWork();
  return (
    <Section title={signIn.out} testId="section-end">
      <State work={work} />
      <div class="row">
        <Button
          testId="sign-out"
          icon="leave"
          disabled={work.busy}
          act={() => work.run(() => signOut(session))}
        >
          {signIn.out}
        </Button>
        <Button testId="to-close" kind="red" act={() => (accountView.value = 'close')}>
          {close.open}
        </Button>
      </div>
    </Section>
  );
}

function Cases() {
  const { cases } = told.value;
  return (
    <Section title={cases.title} testId="section-cases">
      <p class="hint">{cases.hint}</p>
      <Button testId="to-cases" icon="shield" act={() => (accountView.value = 'cases')}>
        {cases.act}
      </Button>
    </Section>
  );
}

export function AccountHome({ session }: AccountProps) {
  const work = useWork();
  const mine = account.value;
  // The city keeps a banned person out of all but these.
  const keptOut = work.fault instanceof ApiError && work.fault.status === 403;
  useEffect(() => work.run(() => checkSession(session)), []);
  return (
    <>
      {accountName.value && (
        <p class="account-who" data-testid="account-who">
          @{accountName.value}
        </p>
      )}
      <Next />
      <State work={work} />
      {mine && !keptOut && (
        <>
          <Passkeys account={mine} />
          <CodesLeft account={mine} />
          <Password account={mine} />
          <SecondDevice />
          <Sessions />
          <Languages account={mine} />
          <Verification account={mine} />
          <Organisations account={mine} />
          <Keys />
          <Consents />
          <FamilySection />
        </>
      )}
      {(mine || keptOut) && (
        <>
          <Cases />
          <Export />
          <End session={session} />
        </>
      )}
    </>
  );
}
