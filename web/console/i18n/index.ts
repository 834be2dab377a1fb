import { computed } from '@preact/signals';
import { language } from '../../visit/i18n';
import { en, type Words } from './en';
import { zh } from './zh';

export const dictionaries = { zh, en } as const;
export const words = computed<Words>(() => dictionaries[language.value]);
