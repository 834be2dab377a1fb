// The language that a page speaks: one for all words, kept in the browser.
import { computed, signal } from '@preact/signals';
import { keepWhenChanged, kept } from './storage';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** Each in its own words. */
export const languageNames: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };

/** First of the person's languages that we speak; English for unknown ones, Chinese for none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'zh' || base === 'en') return base;
  }
  return wanted.length > 0 ? 'en' : 'zh';
}

export const language = signal<Language>('zh');

/** The tag for `lang` attributes. */
export const tagOf = (code: Language) => (code === 'zh' ? 'zh-CN' : 'en');
export const languageTag = computed(() => tagOf(language.value));

/** Takes the language chosen before, or the browser's, and keeps a later choice. */
export function startLanguage(): void {
  const before = kept('language');
  language.value =
    languages.find((code) => code === before) ?? preferredLanguage(navigator.languages);
  keepWhenChanged<Language>('language', language, String);
}
