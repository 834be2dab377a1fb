import { computed } from '@preact/signals';
import { language, type Language } from '../../ui/language';
import { en, type Words } from './en';
import { zh } from './zh';

export { language, languageTag } from '../../ui/language';
export type { Words } from './en';

export const dictionaries: Readonly<Record<Language, Words>> = { zh, en };

/** Words of the chosen language. */
export const words = computed<Words>(() => dictionaries[language.value]);
