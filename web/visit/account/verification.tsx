// Being known as who one is: asking for it, and what came of it. For oneself or an organisation.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type {
  OwnVerification,
  SeeAccountAnswer,
  VerificationKind,
} from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { told } from '../i18n/account';
import { Form, Section, State } from './parts';
import { api, dayText, useWork, type Work } from './work';

interface AskProps {
  principal: string;
  kind: VerificationKind;
  work: Work;
  asked: () => Promise<void>;
}

function Ask({ principal, kind, work, asked }: AskProps) {
  const { verification: says } = told.value;
  const statement = useSignal('');
  const id = `statement-${principal}`;
  const ready = statement.value.trim() !== '' && !work.busy;
  const send = () =>
    work.run(async () => {
      await api.requestVerification({ principal, kind, statement: statement.value.trim() });
      await asked();
    });
  return (
    <details>
      <summary data-testid={`verify-${kind}`}>{says.ask}</summary>
      <Form testId="verify-form" submit={() => ready && send()}>
        <div class="field">
          <label for={id}>{says.statement}</label>
          <textarea
            id={id}
            class="input"
            rows={3}
            maxLength={2000}
            value={statement.value}
            aria-describedby={`${id}-hint`}
            data-testid="verify-statement"
            onInput={(event) => (statement.value = event.currentTarget.value)}
          />
          <p class="hint" id={`${id}-hint`}>
            {says.hint}
          </p>
        </div>
        <Button testId="verify-send" submit disabled={!ready}>
          {says.send}
        </Button>
      </Form>
    </details>
  );
}

interface Props {
  principal: string;
  kind: VerificationKind;
  verified: boolean;
}

/** Where it stands; a way to ask where nothing waits. */
export function VerificationState({ principal, kind, verified }: Props) {
  const { verification: says } = told.value;
  const last = useSignal<OwnVerification | null>(null);
  const known = useSignal(false);
  const work = useWork();
  const look = async () => {
    const { requests } = await api.listOwnVerifications();
    last.value = requests.find((request) => request.principal.person === principal) ?? null;
    known.value = true;
  };
  useEffect(() => work.run(look), [principal]);
  const state = last.value?.state;
  return (
    <div class="stack" data-testid={`verification-${kind}`}>
      {verified && <p>{says.verified}</p>}
      {last.value && state && !verified && (
        <p data-testid="verification-state">
          {says.states[state](dayText(last.value.filed_unix_ms))} {last.value.note}
        </p>
      )}
      <State work={work} />
      {known.value && !verified && state !== 'waiting' && (
        <Ask principal={principal} kind={kind} work={work} asked={look} />
      )}
    </div>
  );
}

export function Verification({ account }: { account: SeeAccountAnswer }) {
  const { verification: says } = told.value;
  return (
    <Section title={says.title} testId="section-verification">
      <p class="hint">{says.lead}</p>
      <VerificationState
        principal={account.person}
        kind="person"
        verified={account.tier.startsWith('verified')}
      />
    </Section>
  );
}
