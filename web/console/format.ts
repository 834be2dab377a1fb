// Numbers and times as people read them, in the chosen language.
import { languageTag } from '../ui/language';

const kUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function bytes(n: number): string {
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < kUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${kUnits[unit] ?? ''}`;
}

export function whole(n: number): string {
  return new Intl.NumberFormat(languageTag.value).format(Math.round(n));
}

export function clock(unixMs: number): string {
  return new Intl.DateTimeFormat(languageTag.value, {
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(unixMs);
}

export function timeOnly(unixMs: number): string {
  return new Intl.DateTimeFormat(languageTag.value, { timeStyle: 'medium' }).format(unixMs);
}

/** 93784 s -> "1 d 02:03". */
export function duration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const clockPart = `${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}`;
  return days > 0 ? `${days} d ${clockPart}` : `${clockPart}:${two(seconds % 60)}`;
}
