// Single-key shortcuts: only while nothing that takes text has the focus, and only if wanted.
import { stage, world } from './app';
import { followFingers } from './state/fingers';
import { closePanel, dialog, openPanel, panel, togglePanel, type PanelName } from './state/panels';
import { shortcuts } from './state/settings';

const panelKeys: Readonly<Record<string, PanelName>> = {
  t: 'chat',
  p: 'people',
  m: 'places',
  g: 'emotes',
  h: 'help',
  '?': 'help',
};

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role="tab"]') !== null;
}

function escape(): void {
  if (world.value?.touring.value) world.value.engine.tour.skip();
  else if (panel.value) closePanel();
}

function pressed(event: KeyboardEvent): void {
  if (stage.value !== 'inside' || event.isComposing || dialog.value) return;
  if (event.key === 'Escape') return escape();
  if (event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
  if (!shortcuts.value || event.repeat) return;
  const name = panelKeys[event.key.toLowerCase()];
  const chatByEnter = event.key === 'Enter' && !isControl(event.target);
  if (!name && !chatByEnter) return;
  event.preventDefault();
  if (chatByEnter) openPanel('chat');
  else if (name) togglePanel(name);
}

/** While a text field or a dialog has the keyboard, it does not walk. */
function followFocus(): void {
  const engine = world.value?.engine;
  if (!engine) return;
  engine.player.enabled = !takesText(document.activeElement) && dialog.value === null;
}

export function startKeys(): void {
  followFingers();
  addEventListener('keydown', pressed);
  addEventListener('focusin', followFocus);
  addEventListener('focusout', () => queueMicrotask(followFocus));
}
