// What a page asks the city for: again after every act and every few seconds.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../protocol/api-client';
import { refreshes } from './state';

export interface Asked<T> {
  value: T | undefined;
  fault: ApiError | undefined;
}

/** key: what the question depends on; another key begins anew. */
export function useAsked<T>(ask: () => Promise<T>, key: string): Asked<T> {
  const [answer, setAnswer] = useState<Asked<T> & { key: string }>({
    key,
    value: undefined,
    fault: undefined,
  });
  const turn = refreshes.value;
  useEffect(() => {
    let wanted = true;
    ask().then(
      (value) => wanted && setAnswer({ key, value, fault: undefined }),
      (fault: unknown) => {
        if (wanted && fault instanceof ApiError) setAnswer({ key, value: undefined, fault });
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, turn]);
  return answer.key === key ? answer : { value: undefined, fault: undefined };
}

interface Page<Item, Place> {
  items: Item[];
  next?: Place | undefined;
}

export interface Listing<Item> {
  items: Item[] | undefined;
  fault: ApiError | undefined;
  /** Undefined: that was all. */
  more: (() => void) | undefined;
}

const kPage = 50;
const kPageMax = 200;

/** A list in pages; what was opened by `more` stays open when it is asked again. */
export function useListing<Item, Place>(
  ask: (page: { after?: Place | undefined; limit: number }) => Promise<Page<Item, Place>>,
  key: string,
): Listing<Item> {
  const wanted = useRef({ key, count: kPage });
  if (wanted.current.key !== key) wanted.current = { key, count: kPage };
  const [asked, askAgain] = useState(0);
  const { value, fault } = useAsked(async () => {
    const items: Item[] = [];
    let after: Place | undefined;
    do {
      const limit = Math.min(wanted.current.count - items.length, kPageMax);
      const page = await ask({ after, limit });
      items.push(...page.items);
      after = page.next;
    } while (after !== undefined && items.length < wanted.current.count);
    return { items, next: after };
  }, `${key} ${asked}`);
  const shown = useRef<{ key: string; items: Item[] } | undefined>(undefined);
  if (value) shown.current = { key, items: value.items };
  const more = () => {
    wanted.current.count += kPage;
    askAgain(asked + 1);
  };
  return {
    items: shown.current?.key === key ? shown.current.items : undefined,
    fault,
    more: value?.next === undefined ? undefined : more,
  };
}
