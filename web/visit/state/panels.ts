// Which panel is open. One at a time: on a phone there is room for no more, and on a large screen
// one thing at a time is calmer.
import { signal } from '@preact/signals';

export type PanelName =
  | 'chat'
  | 'people'
  | 'places'
  | 'emotes'
  | 'quest'
  | 'settings'
  | 'share'
  | 'help'
  | 'card'
  | 'account'
  | 'search'
  | 'spaces'
  | 'together'
  | 'more';

export const panel = signal<PanelName | null>(null);
/** Whose card is open, or whom a dialog is about. */
export const person = signal(0);
/** A dialog over everything. */
export const dialog = signal<'report' | 'moderate' | null>(null);

let opener: HTMLElement | null = null;

export function openPanel(name: PanelName): void {
  if (panel.value === null) opener = document.activeElement as HTMLElement | null;
  panel.value = name;
}

/** Closes the panel and gives the focus back to what opened it. */
export function closePanel(): void {
  panel.value = null;
  person.value = 0;
  const back = opener?.isConnected && opener !== document.body ? opener : worldElement();
  opener = null;
  back?.focus({ preventScroll: true });
}

export function togglePanel(name: PanelName): void {
  if (panel.value === name) closePanel();
  else openPanel(name);
}

export function openCard(handle: number): void {
  person.value = handle;
  openPanel('card');
}

/** Closes what is about one person: their handle may mean another now. */
export function closePersonal(): void {
  dialog.value = null;
  if (panel.value === 'card') closePanel();
  person.value = 0;
}

export function worldElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-testid="world"]');
}
