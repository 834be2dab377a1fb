// What concerns the visitor comes to the page at once; its pages come when they are first wanted.
import { signal } from '@preact/signals';
import type { Session } from './session';

/** Talks and notices that were not read yet. */
export const unread = signal(0);
/** Somebody asks, is asked, follows or is followed: there is something to show over the city. */
export const inCompany = signal(false);

const live = () => import('./people');

export function openPeopleDoor(session: Session): void {
  const { connection } = session;
  let wanted = false;
  const then = (act: (made: Awaited<ReturnType<typeof live>>) => void) => {
    wanted = true;
    live().then(act, () => undefined);
  };
  // Told anew after the next hello, which may be another person's.
  connection.on('phase', ({ name }) => {
    if (name === 'present') return;
    unread.value = 0;
    if (wanted) then((made) => made.lineLost());
  });
  connection.on('notice', (notice) => {
    unread.value = notice.unread;
    if (wanted || notice.kind !== 'count') then((made) => made.noticed(notice));
  });
  connection.on('company', (told) => then((made) => made.companyTold(told)));
}
