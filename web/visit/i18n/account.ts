// Words of an account in the chosen language. Only the lazy pages of an account import this.
import { computed } from '@preact/signals';
import { language, type Language } from '../../ui/language';
import { accountEn, type AccountWords } from './account-en';
import { accountZh } from './account-zh';

export const accountDictionaries: Readonly<Record<Language, AccountWords>> = {
  zh: accountZh,
  en: accountEn,
};

export const told = computed<AccountWords>(() => accountDictionaries[language.value]);
