// What stands where an answer is awaited: a word while it comes, or what went wrong and a way on.
import { Button } from '../../ui/controls';
import { told } from '../i18n/spaces';
import { faultText, useAct, type Asked } from './work';

export function Answered({ of: { answer, fault, again } }: { of: Asked<unknown> }) {
  const { busy, act } = useAct();
  if (fault) {
    return (
      <div class="row" role="alert" data-testid="asked-fault">
        <p class="fault">{faultText(fault)}</p>
        <Button testId="ask-again" icon="retry" disabled={busy} act={() => void act(again)}>
          {told.value.tryAgain}
        </Button>
      </div>
    );
  }
  return answer === null ? <p class="hint">{told.value.loading}</p> : null;
}

/** Below a list that goes on; `more` is null where it ends. */
export function More({ more }: { more: (() => Promise<void>) | null }) {
  const { busy, act } = useAct();
  return (
    more && (
      <Button testId="show-more" disabled={busy} act={() => void act(more)}>
        {told.value.showMore}
      </Button>
    )
  );
}
