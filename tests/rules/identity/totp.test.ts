/** Tests one-time passwords with the test vectors of their RFCs. */
import { describe, expect, it, test } from 'vitest';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import { newRecoveryCodes } from '#server/features/identity/two-step/recovery-codes.ts';
import { base32, otpauthUri, stepOfCode } from '#server/features/identity/two-step/totp.ts';

const secret = '12345678901234567890';

// SHA-1 test vectors from RFC 6238, appendix B. The RFC's codes have eight digits; our six-digit codes are the last
// six.
const vectors: [number, string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];

describe('A TOTP code', () => {
  test.each(vectors)('at second %i is %s', (seconds, eight) => {
    const six = eight.slice(2);
    expect(stepOfCode(secret, six, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
    expect(totpCode(base32(secret), { at: seconds * 1_000, digits: 8 })).toBe(eight);
  });

  test.each([-1, 0, 1])('%i steps away from now is accepted for that step', (steps) => {
    const at = 1_234_567_890_000;
    const code = totpCode(base32(secret), { at, steps });
    expect(stepOfCode(secret, code, new Date(at))).toBe(Math.floor(at / 30_000) + steps);
  });

  test.each([-2, 2, -3_000])('%i steps away from now is rejected', (steps) => {
    const at = 1_234_567_890_000;
    expect(stepOfCode(secret, totpCode(base32(secret), { at, steps }), new Date(at))).toBeNull();
  });

  test.each(['', '12345', '0005924', 'abcdef', '００５９２４'])('is rejected when it is %j', (code) => {
    expect(stepOfCode(secret, code, new Date(1_234_567_890_000))).toBeNull();
  });
});

// Test vectors of RFC 4648, section 10.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('Base32 of %j is %j', (text, encoded) => expect(base32(text)).toBe(encoded));

test('The otpauth URI contains issuer and account, with spaces encoded as %20', () => {
  const uri = otpauthUri({ issuer: 'Customer portal', account: 'ada+1@example.com', secret });
  expect(uri).toBe(
    'otpauth://totp/Customer%20portal:ada%2B1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Customer%20portal&digits=6&period=30',
  );
});

describe('Recovery codes', () => {
  it('are ten different codes without ambiguous characters', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-hj-km-np-z2-9]{5}-[a-hj-km-np-z2-9]{5}$/);
  });
});
