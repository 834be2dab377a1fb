// What was decided about oneself, with its reason; and asking that somebody else looks again.
import { useSignal } from '@preact/signals';
import { fileAppeal, listOwnCases, type OwnCase } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { words } from '../i18n';
import { told } from '../i18n/people';
import { Answered } from '../spaces/answered';
import { pulse } from './live';
import { client, timeText, useAct, useAnswer } from './work';

function stateOf(one: OwnCase): string {
  if (one.lifted_unix_ms !== 0) return told.value.liftedAt(timeText(one.lifted_unix_ms));
  if (one.kind === 'warn' || one.kind === 'kick') return '';
  return one.until_unix_ms === 0
    ? told.value.untilLifted
    : told.value.until(timeText(one.until_unix_ms));
}

function Appeal({ one, again }: { one: OwnCase; again: () => Promise<void> }) {
  const text = useSignal('');
  const { busy, act } = useAct();
  const id = `appeal-${one.sanction}`;
  const file = async () => {
    await client.call(fileAppeal, { sanction: one.sanction, text: text.value });
    notify(told.value.appealSent, 'good');
    await again();
  };
  return (
    <details>
      <summary data-testid="appeal-open">{told.value.appeal}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void act(file);
        }}
      >
        <p class="hint">{told.value.appealHint}</p>
        <div class="field">
          <label for={id}>{told.value.appealText}</label>
          <textarea
            id={id}
            class="input"
            required
            maxLength={1000}
            value={text.value}
            data-testid="appeal-text"
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </div>
        <Button testId="appeal-send" kind="gold" submit disabled={busy}>
          {told.value.send}
        </Button>
      </form>
    </details>
  );
}

function Case({ one, again }: { one: OwnCase; again: () => Promise<void> }) {
  const appealed = one.appealed_unix_ms !== 0;
  return (
    <li class="stack together-section" data-testid={`case-${one.kind}`}>
      <h3>{told.value.measures[one.kind]}</h3>
      <p>
        <b>{told.value.reason}</b> {one.reason || told.value.erased}
      </p>
      {one.rule && (
        <p>
          <b>{told.value.rule}</b> {words.value.report.reasons[one.rule]}
        </p>
      )}
      <p class="hint">
        {[
          timeText(one.placed_unix_ms),
          one.space === '0' ? told.value.wholeCity : told.value.oneSpace,
          stateOf(one),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      {appealed && (
        <p>
          {one.outcome ? told.value.outcomes[one.outcome] : told.value.appealWaits}
          {one.note && ` ${one.note}`}
        </p>
      )}
      {!appealed && one.lifted_unix_ms === 0 && <Appeal one={one} again={again} />}
    </li>
  );
}

export function CasesPage() {
  const asked = useAnswer('cases', () => client.call(listOwnCases, {}), pulse.value);
  const { answer, again } = asked;
  return (
    <>
      <Answered of={asked} />
      {answer?.cases.length === 0 && <p class="hint">{told.value.noCases}</p>}
      <ul class="stack">
        {(answer?.cases ?? []).map((one) => (
          <Case key={one.sanction} one={one} again={again} />
        ))}
      </ul>
    </>
  );
}
