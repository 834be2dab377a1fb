import { computed } from '@preact/signals';
import { language } from '../../ui/language';
import { en, type Words } from './en';
import { zh } from './zh';

export const dictionaries = { zh, en } as const;
export const words = computed<Words>(() => dictionaries[language.value]);
