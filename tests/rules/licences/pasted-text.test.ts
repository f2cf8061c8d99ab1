/** What cannot be seen around a pasted text does not count, and costs no more than its length. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trimPasted } from '#shared/licences/pasted-text.ts';

const invisible = fc.constantFrom(...' \t\r\n\0\u00a0\u00ad\u200b\u200d\u200e\u202c\u2028\u2060\u3000\ufeff');
const text = fc.string({ unit: fc.constantFrom(...'aZ9+/=- ') }).map((inside) => `x${inside}y`);

it('takes away whatever is invisible at both ends, and nothing inside', () => {
  const around = fc.array(invisible).map((signs) => signs.join(''));
  fc.assert(
    fc.property(around, text, around, (before, inside, behind) => {
      expect(trimPasted(before + inside + behind)).toBe(inside);
    }),
  );
  expect(trimPasted(' \u200b\n')).toBe('');
  expect(trimPasted('')).toBe('');
});
