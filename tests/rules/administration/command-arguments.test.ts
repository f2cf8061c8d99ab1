/**
 * Tests command arguments that refer to existing records. However the operator writes them, they are converted to the
 * form that is stored.
 */
import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { clientId, email } from '#cli/arguments.ts';

test.each([
  [' Nora@Example.test ', 'nora@example.test'],
  ['josé@example.com', 'josé@example.com'],
  ['ann@a_b.example', 'ann@a_b.example'],
  ['"ann.b"@x.de', '"ann.b"@x.de'],
  ['ann@[192.0.2.1]', 'ann@[192.0.2.1]'],
  ['help@Пример.рф', 'help@xn--e1afmkfd.xn--p1ai'],
])('An existing address in any spelling is accepted and normalised: %j', (typed, stored) => {
  expect(email(typed)).toBe(stored);
});

test.each(['', ' ', 'a'.repeat(1_001)])('An empty or overlong address is rejected: %j', (typed) => {
  expect(() => email(typed)).toThrow(InvalidArgumentError);
});

test.each([
  ['9B2F0C1E-5A7D-4E3B-8F6A-0123456789AB', '9b2f0c1e-5a7d-4e3b-8f6a-0123456789ab'],
  [' 9b2f0c1e-5a7d-4e3b-8f6a-0123456789ab\u200b\n', '9b2f0c1e-5a7d-4e3b-8f6a-0123456789ab'],
  ['Legacy-Id', 'Legacy-Id'],
])('A client ID is read as /oauth/token reads it: %j', (typed, stored) => {
  expect(clientId(typed)).toBe(stored);
});
