import { expect, it } from 'vitest';
import { hrefOf, placeOf } from './pages';

it('keeps the page and what of it is open in the address', () => {
  expect(placeOf(hrefOf('people', '12'))).toEqual({ page: 'people', open: '12' });
  expect(placeOf(hrefOf('audit'))).toEqual({ page: 'audit', open: '' });
  expect(placeOf('#enter=abc')).toEqual({ page: 'cases', open: '' });
  expect(placeOf('#nowhere')).toEqual({ page: 'cases', open: '' });
});
