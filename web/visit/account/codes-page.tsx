// Ten codes, shown once.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { accountName, accountView, arrival } from '../state/account';
import { copyText, State } from './parts';
import { api, refreshAccount, useWork } from './work';

export function CodesPage() {
  const { codes: says, copy } = told.value;
  const codes = useSignal<readonly string[]>([]);
  const work = useWork();
  const make = () =>
    work.run(async () => {
      codes.value = (await api.makeRecoveryCodes()).codes;
      await refreshAccount();
    });
  useEffect(make, []);
  const goOn = () => {
    arrival.value = null;
    accountView.value = 'home';
  };
  const missing = codes.value.length === 0;
  return (
    <>
      {arrival.value === 'signed_up' && (
        <p role="status">{told.value.signUp.done(accountName.value)}</p>
      )}
      <p>{says.lead}</p>
      {!missing && (
        <ol class="account-codes" aria-label={says.list} data-testid="codes">
          {codes.value.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      )}
      <State work={work} />
      <div class="account-actions">
        {missing ? (
          <Button testId="make-codes" disabled={work.busy} act={make}>
            {says.make}
          </Button>
        ) : (
          <Button testId="copy-codes" icon="link" act={() => void copyText(codes.value.join('\n'))}>
            {copy}
          </Button>
        )}
        <Button testId="codes-kept" kind="gold" disabled={missing} act={goOn}>
          {says.kept}
        </Button>
      </div>
    </>
  );
}
