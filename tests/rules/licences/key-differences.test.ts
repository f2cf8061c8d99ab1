/** Tests what is out of date in a key, including keys of the PHP portal. */
import { describe, expect, it } from 'vitest';
import { keyDifferences } from '#server/features/licences/keys/key-differences.ts';

const licence = {
  plan: { product: 'OfficeLife', frequency: 'Monthly' },
  quantity: 5,
  email: 'nora@example.test',
} as const;
const entries = { frequency: 'month', purchaser_email: 'nora@example.test', quantity: 5 };
const none = { frequency: null, quantity: null, email: null };

describe('A key', () => {
  it.each([
    ['the same details', entries],
    ['the words of the PHP portal', { ...entries, frequency: 'monthly', quantity: '5' }],
    ['another spelling of the address', { ...entries, purchaser_email: 'Nora@Example.test' }],
    ['nothing', {}],
    ['an empty address', { ...entries, purchaser_email: '' }],
    ['entries of unexpected types', { frequency: 7, purchaser_email: ['x'], quantity: 'many' }],
  ])('with %s is up to date', (_case, found) => {
    expect(keyDifferences(found, licence)).toBeNull();
  });

  it.each([
    ['frequency', { ...entries, frequency: 'annual' }, { ...none, frequency: 'Annual' }],
    ['number of seats', { ...entries, quantity: 3 }, { ...none, quantity: 3 }],
    ['number of seats, as text', { ...entries, quantity: '3' }, { ...none, quantity: 3 }],
    ['address', { ...entries, purchaser_email: 'old@x.test' }, { ...none, email: 'old@x.test' }],
  ] as const)('with another %s is out of date', (_case, found, differences) => {
    expect(keyDifferences(found, licence)).toEqual(differences);
  });

  it('of a product without seats is not compared by seats', () => {
    const monica = { ...licence, plan: { product: 'Monica', frequency: 'Monthly' } } as const;
    expect(keyDifferences({ ...entries, quantity: 3 }, monica)).toBeNull();
  });
});
