// Words of people together in the chosen language. Only the lazy pages of people import this.
import { computed } from '@preact/signals';
import { language, type Language } from '../../ui/language';
import { peopleEn, type PeopleWords } from './people-en';
import { peopleZh } from './people-zh';

export const peopleDictionaries: Readonly<Record<Language, PeopleWords>> = {
  zh: peopleZh,
  en: peopleEn,
};

export const told = computed<PeopleWords>(() => peopleDictionaries[language.value]);
