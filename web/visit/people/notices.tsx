// What concerns oneself: read as it is seen, cleared when one wants.
import { useEffect } from 'preact/hooks';
import { clearNotices, listNotices, readNotices, type Notice } from '../../protocol/generated/api';
import { told } from '../i18n/people';
import { openAccount } from '../state/account';
import { Answered, More } from '../spaces/answered';
import { SureButton } from '../ui/sure-button';
import { pulse } from './live';
import { client, go, timeText, useAct, usePages, type View } from './work';

/** Where a notice leads; null: it says all. */
function pageOf(notice: Notice): View | null {
  switch (notice.kind) {
    case 'friend_asked':
    case 'friend_accepted':
      return { page: 'friends' };
    case 'group_joined':
      return { page: 'groups' };
    case 'gathering_changed':
    case 'gathering_soon':
      return { page: 'event', event: notice.subject };
    case 'gathering_cancelled':
      return { page: 'calendar' };
    case 'measure_taken':
    case 'measure_lifted':
    case 'appeal_decided':
      return { page: 'cases' };
    case 'report_decided':
    case 'verification_decided':
    case 'guardian_asked':
      return null;
  }
}

function follow(notice: Notice): void {
  const page = pageOf(notice);
  if (page) go(page);
  else if (notice.kind !== 'report_decided') openAccount('home');
}

export function NoticesPage() {
  const asked = usePages(
    'notices',
    (page: { after?: number | undefined; limit: number }) => client.call(listNotices, page),
    pulse.value,
  );
  const { answer, again } = asked;
  const { busy, act } = useAct();
  const items = answer?.items ?? [];
  const newest = items[0];
  // Read when one leaves the page, so that what is new stays marked while one looks.
  const position = newest && !newest.read ? newest.position : 0;
  useEffect(() => {
    if (position === 0) return;
    return () => void client.call(readNotices, { up_to: position }).catch(() => undefined);
  }, [position]);
  const clear = async () => {
    if (newest) await client.call(clearNotices, { up_to: newest.position });
    await again();
  };
  return (
    <>
      <Answered of={asked} />
      {answer && items.length === 0 && <p class="hint">{told.value.noNotices}</p>}
      <ul class="list" data-testid="notices-list">
        {items.map((notice) => (
          <li class="list-row" key={notice.position}>
            <button
              type="button"
              class="row-main"
              data-testid={`notice-${notice.kind}`}
              onClick={() => follow(notice)}
            >
              <b>
                {told.value.noticeTexts[notice.kind](notice.other.name)}{' '}
                {!notice.read && <span class="tag tag-gold">{told.value.new}</span>}
              </b>
              <small>{timeText(notice.unix_ms)}</small>
            </button>
          </li>
        ))}
      </ul>
      <More more={asked.more} />
      {items.length > 0 && (
        <SureButton
          testId="notices-clear"
          text={told.value.clear}
          question={told.value.sure}
          disabled={busy}
          act={() => void act(clear)}
        />
      )}
    </>
  );
}
