// Ten codes, shown once.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { accountName, accountView, arrival } from '../state/account';
import { SureButton } from '../ui/sure-button';
import { copyText, State } from './parts';
import { account, api, useWork } from './work';

interface MakeProps {
  busy: boolean;
  /** Codes that still work end by it. */
  replaces: boolean;
  make: () => void;
}

function Make({ busy, replaces, make }: MakeProps) {
  const { codes: says } = told.value;
  const shared = { testId: 'make-codes', disabled: busy, act: make };
  return replaces ? (
    <SureButton {...shared} text={says.make} question={says.sure} />
  ) : (
    <Button {...shared}>{says.make}</Button>
  );
}

export function CodesPage() {
  const { codes: says, copy } = told.value;
  const codes = useSignal<readonly string[]>([]);
  const work = useWork();
  const make = () =>
    work.run(async () => {
      codes.value = (await api.makeRecoveryCodes()).codes;
    });
  // The old ones work until new ones are wanted in so many words.
  const left = arrival.value === 'signed_up' ? 0 : (account.value?.recovery_codes_left ?? 0);
  useEffect(() => {
    if (left === 0) make();
  }, []);
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
      {missing && left > 0 && <p class="hint">{`${says.left(left)} ${says.replace}`}</p>}
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
          <Make busy={work.busy} replaces={left > 0} make={make} />
        ) : (
          <Button testId="copy-codes" icon="link" act={() => void copyText(codes.value.join('\n'))}>
            {copy}
          </Button>
        )}
        {missing && left > 0 ? (
          <Button testId="codes-leave" act={goOn}>
            {told.value.stopAsking}
          </Button>
        ) : (
          <Button testId="codes-kept" kind="gold" disabled={missing} act={goOn}>
            {says.kept}
          </Button>
        )}
      </div>
    </>
  );
}
