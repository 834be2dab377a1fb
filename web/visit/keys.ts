// Single-key shortcuts: only while nothing that takes text has the focus, and only if wanted.
import { session, stage, world } from './app';
import { followFingers } from './state/fingers';
import { closePanel, openPanel, panel, togglePanel, type PanelName } from './state/panels';
import { shortcuts } from './state/settings';
import { talkMode } from './state/voice';
import { holdToTalk } from './voice-door';

const panelKeys: Readonly<Record<string, PanelName>> = {
  t: 'chat',
  p: 'people',
  m: 'places',
  g: 'emotes',
  h: 'help',
  '?': 'help',
  '/': 'search',
};

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role="tab"]') !== null;
}

/** Every page's dialogs are modal: the keys are theirs. */
const dialogOpen = () => document.querySelector('dialog[open]') !== null;

function escape(): void {
  if (world.value?.touring.value) world.value.engine.tour.skip();
  else if (panel.value) closePanel();
}

const kTalkKey = 'KeyB';

/** Held, the voice goes out; let go anywhere, it stops. */
function talk(event: KeyboardEvent): void {
  const down = event.type === 'keydown';
  if (event.code !== kTalkKey || talkMode.value !== 'push') return;
  const other = event.ctrlKey || event.metaKey || event.altKey || takesText(event.target);
  if (down && (other || event.repeat || !shortcuts.value || dialogOpen())) return;
  const [made, city] = [session.value, world.value];
  if (made && city && stage.value === 'inside') holdToTalk(made, city, down);
}

function pressed(event: KeyboardEvent): void {
  if (event.isComposing || dialogOpen()) return;
  if (event.key === 'Escape') return escape();
  if (stage.value !== 'inside') return;
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
  engine.player.enabled = !takesText(document.activeElement) && !dialogOpen();
}

/** A key that is let go in another window is never told. */
function letGo(): void {
  const [made, city] = [session.value, world.value];
  if (made && city && talkMode.value === 'push') holdToTalk(made, city, false);
}

export function startKeys(): void {
  followFingers();
  addEventListener('keydown', pressed);
  addEventListener('keydown', talk);
  addEventListener('keyup', talk);
  addEventListener('blur', letGo);
  addEventListener('focusin', followFocus);
  addEventListener('focusout', () => queueMicrotask(followFocus));
}
