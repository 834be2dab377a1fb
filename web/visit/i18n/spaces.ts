// Words of spaces in the chosen language. Only the lazy pages of spaces import this.
import { computed } from '@preact/signals';
import { language, type Language } from '../../ui/language';
import { spacesEn, type SpacesWords } from './spaces-en';
import { spacesZh } from './spaces-zh';

export const spacesDictionaries: Readonly<Record<Language, SpacesWords>> = {
  zh: spacesZh,
  en: spacesEn,
};

export const told = computed<SpacesWords>(() => spacesDictionaries[language.value]);
