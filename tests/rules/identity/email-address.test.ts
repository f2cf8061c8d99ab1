/** Tests which e-mail addresses are accepted, and the form in which they are compared. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableAddress, EmailAddress, isEmailAddress } from '#shared/identity/email-address.ts';

describe('The comparable form of an address', () => {
  it.each([
    ['  ANN@Example.ORG ', 'ann@example.org'],
    ['jan@ПРИМЕР.рф', 'jan@xn--e1afmkfd.xn--p1ai'],
    ['jan@xn--E1AFMKFD.xn--p1ai', 'jan@xn--e1afmkfd.xn--p1ai'],
    // Text after the @ that isn't a valid domain stays as it is.
    ['jan@0x7f', 'jan@0x7f'],
    ['jan@пример.рф/x', 'jan@пример.рф/x'],
    ['jan@пример.рф:25', 'jan@пример.рф:25'],
    ['"a@b"@пример.рф', '"a@b"@xn--e1afmkfd.xn--p1ai'],
    ['nobody', 'nobody'],
    ['', ''],
  ])('for %j is %j', (typed, compared) => {
    expect(comparableAddress(typed)).toBe(compared);
  });

  it.each([
    ['ann@example.com', 'a.nn@example.com'],
    ['ann@example.com', 'ann+x@example.com'],
    ['ann@example.com', 'ann@mail.example.com'],
    ['ann@example.com', 'ann@example.co'],
    ['ann@example.com', 'joann@example.com'],
    ['ann@faß.example', 'ann@fass.example'],
    ['ann@example.com', 'аnn@example.com'],
  ])('distinguishes %s from %s', (one, other) => {
    expect(comparableAddress(one)).not.toBe(comparableAddress(other));
  });

  it('is idempotent for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.emailAddress()), (text) => {
        const compared = comparableAddress(text);
        expect(comparableAddress(compared)).toBe(compared);
      }),
    );
  });
});

describe('An e-mail address', () => {
  it.each(['john&jane@example.com', 'jan@пример.рф', "o'neil@example.com", 'nora@localhost'])(
    'may be %s',
    (text) => {
      expect(isEmailAddress(text)).toBe(true);
      expect(EmailAddress.parse(text)).toBe(comparableAddress(text));
    },
  );

  it.each(['', 'x', '@x', 'x@', 'a b@example.com', '😀@example.org', `${'a'.repeat(250)}@example.com`])(
    'may not be %j',
    (text) => {
      expect(isEmailAddress(text)).toBe(false);
    },
  );
});
