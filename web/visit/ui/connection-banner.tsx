// The line to the city: lost, coming back, or over for a reason.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Phase, Reason } from '../../protocol';
import { words } from '../i18n';
import type { Session } from '../session';
import { accountName, openAccount } from '../state/account';
import { panel } from '../state/panels';
import { Button } from '../../ui/controls';

function useNow(): number {
  const now = useSignal(performance.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}

function duration(seconds: number): string {
  const { connection } = words.value;
  if (seconds < 5_400) return connection.minutes(Math.max(1, Math.round(seconds / 60)));
  if (seconds < 129_600) return connection.hours(Math.round(seconds / 3600));
  return connection.days(Math.round(seconds / 86_400));
}

function Waiting({
  phase,
  retry,
}: {
  phase: Extract<Phase, { name: 'waiting' }>;
  retry: () => void;
}) {
  const { connection, reasons } = words.value;
  const seconds = Math.max(0, Math.ceil((phase.untilMs - useNow()) / 1000));
  return (
    <>
      <span role="status">
        {connection.lost} {phase.reason && reasons[phase.reason].title}
      </span>
      <span>{connection.waiting(seconds)}</span>
      <Button testId="retry-now" icon="retry" act={retry}>
        {connection.retryNow}
      </Button>
    </>
  );
}

const kNeedsReload: ReadonlySet<Reason> = new Set<Reason>(['wrong_version', 'bad_message']);

/** Decisions that one may appeal against, where the city knows one by an account. */
const kAppealable: ReadonlySet<Reason> = new Set<Reason>(['banned', 'suspended']);

function Ended({
  reason,
  retryAfterS,
  again,
}: {
  reason: Reason;
  retryAfterS: number;
  again: () => void;
}) {
  const { connection, reasons } = words.value;
  const reload = kNeedsReload.has(reason);
  return (
    <div class="page-message" data-testid={`ended-${reason}`}>
      <div class="message-card glass" role="alert">
        <h2>{connection.endedTitle}</h2>
        <p>{reasons[reason].title}</p>
        <p>{reasons[reason].remedy}</p>
        {retryAfterS > 0 && <p class="hint">{connection.notBefore(duration(retryAfterS))}</p>}
        <div class="row">
          {accountName.value && kAppealable.has(reason) && (
            <Button testId="see-cases" icon="shield" act={() => openAccount('cases')}>
              {connection.seeWhy}
            </Button>
          )}
          <Button testId="enter-again" kind="gold" act={reload ? () => location.reload() : again}>
            {reload ? connection.reload : connection.enterAgain}
          </Button>
        </div>
      </div>
    </div>
  );
}

export function ConnectionBanner({
  session,
  again,
}: {
  session: Session;
  again: (reason: Reason) => void;
}) {
  const phase = session.phase.value;
  const retry = () => session.connection.start();
  if (phase.name === 'ended') {
    // Where one reads why, and appeals.
    if (panel.value === 'account') return null;
    const { reason, retryAfterS } = phase;
    return <Ended reason={reason} retryAfterS={retryAfterS} again={() => again(reason)} />;
  }
  const comingBack =
    (phase.name === 'connecting' || phase.name === 'greeting') && phase.attempt > 0;
  if (phase.name !== 'waiting' && !comingBack) return null;
  return (
    <div class="banner glass" data-testid="connection-banner">
      {phase.name === 'waiting' ? (
        <Waiting phase={phase} retry={retry} />
      ) : (
        <span role="status">{words.value.connection.retrying}</span>
      )}
    </div>
  );
}
