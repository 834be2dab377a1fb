// Short words that come, are read aloud politely, and go.
import { signal } from '@preact/signals';

export type NoticeKind = 'plain' | 'good' | 'bad';

export interface Notice {
  key: number;
  kind: NoticeKind;
  text: string;
}

const kShown = 3;
const kStayMs = 6_000;

export const notices = signal<readonly Notice[]>([]);
let nextKey = 1;

export function dismissNotice(key: number): void {
  notices.value = notices.value.filter((notice) => notice.key !== key);
}

export function notify(text: string, kind: NoticeKind = 'plain'): void {
  const notice = { key: nextKey++, kind, text };
  const others = notices.value.filter((other) => other.text !== text);
  notices.value = [...others, notice].slice(-kShown);
  setTimeout(() => dismissNotice(notice.key), kStayMs);
}
