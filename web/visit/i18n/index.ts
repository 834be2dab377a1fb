// Words of the chosen language. Each language is a file of its own: a page fetches what it speaks.
import { effect, signal } from '@preact/signals';
import { language, type Language } from '../../ui/language';
import type { Words } from './en';

export { language, languageTag } from '../../ui/language';
export type { Words } from './en';

const sources: Readonly<Record<Language, () => Promise<Words>>> = {
  zh: () => import('./zh').then(({ zh }) => zh),
  en: () => import('./en').then(({ en }) => en),
};

/** Empty until startWords, which is before anything is drawn. */
export const words = signal({} as Words);

/** Brings the words of the language, and those of any that is chosen later. */
export async function startWords(): Promise<void> {
  words.value = await sources[language.value]();
  effect(() => {
    const wanted = language.value;
    // Without the file, a network away, the words stay those of the language before.
    sources[wanted]().then(
      (found) => {
        if (language.value === wanted) words.value = found;
      },
      () => undefined,
    );
  });
}
