/** Tests that invisible characters around pasted text are removed in linear time. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trimPasted } from '#shared/licences/pasted-text.ts';

const invisible = fc.constantFrom(
  ...' \t\r\n\0\u007f\u0085\u00a0\u00ad\u200b\u200d\u200e\u202c\u2028\u2060\u3000\ufeff',
  ...'\u034f\u061c\u115f\u180e\u2065\u2066\u2069\u3164\ufe0f\u{1d173}\u{e0001}\u{e0100}',
);
const text = fc.string({ unit: fc.constantFrom(...'aZ9+/=- ') }).map((inside) => `x${inside}y`);

it('Invisible characters are removed at both ends and kept inside', () => {
  const around = fc.array(invisible).map((signs) => signs.join(''));
  fc.assert(
    fc.property(around, text, around, (before, inside, behind) => {
      expect(trimPasted(before + inside + behind)).toBe(inside);
    }),
  );
  expect(trimPasted(' \u200b\n')).toBe('');
  expect(trimPasted('')).toBe('');
});

it('Characters outside the basic plane and lone surrogates are kept', () => {
  for (const kept of ['\u{1f511}', 'a\u{1f511}', '\ud83d', '\udd11', '\udb40'])
    expect(trimPasted(`\u{e0001}${kept}\u{e0001}`)).toBe(kept);
});
