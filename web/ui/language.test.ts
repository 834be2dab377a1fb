import { expect, it } from 'vitest';
import { preferredLanguage } from './language';

it('follows the browser, then English', () => {
  expect(preferredLanguage(['zh-TW', 'en'])).toBe('zh');
  expect(preferredLanguage(['de-DE', 'en-GB'])).toBe('en');
  expect(preferredLanguage(['fr'])).toBe('en');
  expect(preferredLanguage([])).toBe('zh');
});
