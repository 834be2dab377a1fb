// Words of the search page in the chosen language. Only that lazy page imports this.
import { computed } from '@preact/signals';
import { language, type Language } from '../../ui/language';
import { searchEn, type SearchWords } from './search-en';
import { searchZh } from './search-zh';

export const searchDictionaries: Readonly<Record<Language, SearchWords>> = {
  zh: searchZh,
  en: searchEn,
};

export const told = computed<SearchWords>(() => searchDictionaries[language.value]);
