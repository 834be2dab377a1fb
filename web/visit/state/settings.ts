// The visitor's choices for their own eyes; kept in the browser.
import { computed, signal } from '@preact/signals';
import { startLanguage } from '../../ui/language';
import { keepWhenChanged, kept, keptChoice } from '../../ui/storage';

export const qualities = ['auto', 'plain', 'low', 'medium', 'high'] as const;
export const viewTimes = ['city', 'day', 'dusk', 'night'] as const;
export const themes = ['follow', 'day', 'night'] as const;
export type Quality = (typeof qualities)[number];
export type ViewTime = (typeof viewTimes)[number];
export type Theme = (typeof themes)[number];

/** Hours of the chosen times; 'city' follows the clock. */
const viewHours: Readonly<Record<Exclude<ViewTime, 'city'>, number>> = {
  day: 10,
  dusk: 18.4,
  night: 21.5,
};

export const quality = signal<Quality>(keptChoice('quality', qualities));
export const viewTime = signal<ViewTime>(keptChoice('view-time', viewTimes));
export const theme = signal<Theme>(keptChoice('theme', themes));
export const showNames = signal(kept('names') !== 'off');
export const shortcuts = signal(kept('shortcuts') !== 'off');
/** null = as the system says. */
export const reducedMotionChoice = signal<boolean | null>(
  kept('motion') === null ? null : kept('motion') === 'reduced',
);
const systemReducesMotion = signal(false);
export const reducedMotion = computed(() => reducedMotionChoice.value ?? systemReducesMotion.value);

/** The hour to draw, given the city's. */
export function hourToDraw(cityHour: number): number {
  return viewTime.value === 'city' ? cityHour : viewHours[viewTime.value];
}

export function isNight(hour: number): boolean {
  return hour < 6.5 || hour >= 18;
}

function watchSystemMotion(): void {
  const query = matchMedia('(prefers-reduced-motion: reduce)');
  systemReducesMotion.value = query.matches;
  query.addEventListener('change', () => (systemReducesMotion.value = query.matches));
}

/** Reads the browser's wishes and begins to keep changes. Once, at the start of the page. */
export function startSettings(): void {
  startLanguage();
  watchSystemMotion();
  keepWhenChanged('quality', quality, String);
  keepWhenChanged('view-time', viewTime, String);
  keepWhenChanged('theme', theme, String);
  keepWhenChanged('names', showNames, (on) => (on ? 'on' : 'off'));
  keepWhenChanged('shortcuts', shortcuts, (on) => (on ? 'on' : 'off'));
  keepWhenChanged('motion', reducedMotionChoice, (reduced) => (reduced ? 'reduced' : 'full'));
}
