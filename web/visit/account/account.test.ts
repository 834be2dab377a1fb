import { describe, expect, it } from 'vitest';
import { deviceTokenOf } from '../state/account';
import { fromBase64Url, passkeysWork, toBase64Url } from './passkeys';
import { isAccountName, passwordFits, plainName } from './ways';

describe('an account name', () => {
  it('is read as the city reads it', () => {
    expect(plainName(' @ｌｏｔｕｓ ')).toBe('lotus');
  });

  it('has 2 to 24 letters, digits, underscores or Chinese characters', () => {
    for (const good of ['li', 'Lotus_2', '鹤楼', 'a'.repeat(24)]) {
      expect(isAccountName(good), good).toBe(true);
    }
    for (const bad of ['', 'l', '鹤', 'a'.repeat(25), 'a b c', 'lin!', 'лин']) {
      expect(isAccountName(bad), bad).toBe(false);
    }
  });
});

it('a password has 10 to 128 characters, however they are encoded', () => {
  expect(passwordFits('123456789')).toBe(false);
  expect(passwordFits('🏮'.repeat(9))).toBe(false);
  expect(passwordFits('🏮'.repeat(128))).toBe(true);
  expect(passwordFits('x'.repeat(129))).toBe(false);
});

it('base64url goes both ways without padding', () => {
  const bytes = Uint8Array.from([0, 255, 254, 62, 63, 250, 1]);
  const text = toBase64Url(bytes.buffer);
  expect(text).toBe('AP_-Pj_6AQ');
  expect(fromBase64Url(text)).toEqual(bytes);
});

it('passkeys are not offered at a bare number', () => {
  expect(passkeysWork('127.0.0.1')).toBe(false);
  expect(passkeysWork('[::1]')).toBe(false);
});

it('a device link is read from the address, and nothing else is', () => {
  expect(deviceTokenOf('#device=Ab-_9')).toBe('Ab-_9');
  for (const other of ['', '#device=', '#enter=x', '#device=a b', `#device=${'a'.repeat(65)}`]) {
    expect(deviceTokenOf(other), other).toBe('');
  }
});
