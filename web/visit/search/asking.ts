// Asks the city for names while somebody types: not at every key, never two at once for the page,
// and an answer to what is no longer asked is dropped.
import { signal } from '@preact/signals';
import { ApiClient, ApiError } from '../../protocol/api-client';
import { searchCity, type Found, type SearchKind } from '../../protocol/generated/api';
import { language } from '../../ui/language';

export const client = new ApiClient({ language: () => language.value });

export type Kind = SearchKind | 'all';
export type Ask = (text: string, kind: Kind, after: number) => Promise<Page>;
export interface Page {
  items: Found[];
  next?: number | undefined;
}

const kPauseMs = 200;
const kShown = 20;

export const askCity: Ask = (text, kind, after) =>
  client.call(searchCity, {
    q: text,
    limit: kShown,
    ...(kind === 'all' ? {} : { kind }),
    ...(after > 0 ? { after } : {}),
  });

export class Asking {
  /** What the rows answer; '' before the first answer. */
  readonly asked = signal('');
  readonly rows = signal<readonly Found[]>([]);
  readonly next = signal<number | null>(null);
  readonly looking = signal(false);
  readonly fault = signal<ApiError | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(private readonly ask: Ask = askCity) {}

  /** Asks after a pause in typing; at once when `now`. */
  look(typed: string, kind: Kind, now = false): void {
    clearTimeout(this.timer);
    this.turn += 1;
    const text = typed.trim();
    if (text === '') {
      this.looking.value = false;
      this.show('', { items: [] }, []);
      return;
    }
    this.looking.value = true;
    const begin = () => void this.fetch(text, kind, 0);
    if (now) begin();
    else this.timer = setTimeout(begin, kPauseMs);
  }

  more(kind: Kind): void {
    if (this.next.value === null || this.looking.value) return;
    this.looking.value = true;
    void this.fetch(this.asked.value, kind, this.next.value);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.turn += 1;
  }

  private show(text: string, page: Page, before: readonly Found[]): void {
    this.asked.value = text;
    this.rows.value = [...before, ...page.items];
    this.next.value = page.next ?? null;
    this.fault.value = null;
  }

  private async fetch(text: string, kind: Kind, after: number): Promise<void> {
    const turn = this.turn;
    try {
      const page = await this.ask(text, kind, after);
      if (turn === this.turn) this.show(text, page, after > 0 ? this.rows.value : []);
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      if (turn === this.turn) this.fault.value = thrown;
    } finally {
      if (turn === this.turn) this.looking.value = false;
    }
  }
}
