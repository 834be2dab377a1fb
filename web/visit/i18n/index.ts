import { computed, signal } from '@preact/signals';
import { en, type Words } from './en';
import { zh } from './zh';

export type Language = 'zh' | 'en';
export type { Words } from './en';

export const dictionaries: Readonly<Record<Language, Words>> = { zh, en };

/** First of the person's languages that we speak; English for unknown ones, Chinese for none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'zh' || base === 'en') return base;
  }
  return wanted.length > 0 ? 'en' : 'zh';
}

export const language = signal<Language>('zh');

/** Words of the chosen language. */
export const words = computed<Words>(() => dictionaries[language.value]);

/** The tag for `lang` attributes. */
export const languageTag = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en'));
