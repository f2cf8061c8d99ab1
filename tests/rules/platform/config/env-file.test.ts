/**
 * Tests that a value in an env file is either read completely or refused with its line number. No value is silently
 * truncated.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeSettingsFile } from '#scripts/demo/settings-file.ts';
import { loadEnvFile, problemsOfEnvText } from '#scripts/env-file.mjs';
import { someRuns } from '#tests/support/cases/some-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('A value in an env file', () => {
  test.each([
    ['MAIL_PASSWORD=K7u(#x_9p', 1],
    ['A=1\nMAIL_PASSWORD=a#b', 2],
    ['MAIL_PASSWORD=#abc', 1],
    ['export MAIL_PASSWORD = a#b', 1],
    ['MAIL_PASSWORD="abc"def', 1],
    ['MAIL_PASSWORD="a"b#c"', 1],
    ['MAIL_PASSWORD="abc', 1],
    ['PEM="a\nb\nc"\nMAIL_PASSWORD=a#b', 4],
    ['A=1\r\nMAIL_PASSWORD=a#b\r\n', 2],
    ['MAIL_PASSWORD="abc\\"#b"', 1],
    ["A=1\nMAIL_PASSWORD='abc'#b", 2],
    ['MAIL_PASSWORD=`abc`#', 1],
    ['PEM="a\nabc"#b', 2],
  ])('that would be truncated is rejected with its line number, without its value: %j', (text, line) => {
    const problems = problemsOfEnvText(text);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^line ${line}: `))]);
    expect(problems.join()).not.toMatch(/K7u|a#b|abc/);
  });

  test('with a # directly after the closing quote is rejected with the reason', () => {
    expect(problemsOfEnvText('P="a\\"#b"')).toEqual([
      expect.stringMatching(/^line 1: a comment needs white space before its #/),
    ]);
  });

  test.each([
    ['MAIL_PASSWORD="K7u(#x_9p"', 'K7u(#x_9p'],
    ['MAIL_PASSWORD = "K7u(#x"', 'K7u(#x'],
    ["MAIL_PASSWORD='K7u(#\"x'", 'K7u(#"x'],
    ['MAIL_PASSWORD=`a#"\'b`', 'a#"\'b'],
    ['MAIL_PASSWORD=abc # as agreed', 'abc'],
    ['MAIL_PASSWORD="a#b" # as agreed', 'a#b'],
    ['# MAIL_PASSWORD=a#b\nMAIL_PASSWORD=abc', 'abc'],
    ['PEM="a\nb=#\nc"\nMAIL_PASSWORD=abc', 'abc'],
    ['MAIL_PASSWORD=', ''],
    ['MAIL_PASSWORD=a=b"c', 'a=b"c'],
  ])('that is complete is accepted: %j', (text, value) => {
    expect(problemsOfEnvText(text)).toEqual([]);
    expect(parseEnv(text).MAIL_PASSWORD).toBe(value);
  });

  test('without quotes is read in full or the file is rejected', () => {
    const value = fc.string({ unit: fc.constantFrom(...'aZ9#"\'` =\\$'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(value, (text) => {
        const line = `SECRET=${text}`;
        const read = parseEnv(line).SECRET ?? '';
        const isRemark = /\s#/.test(text);
        const isQuoted = /^\s*["'`]/.test(text);
        if (problemsOfEnvText(line).length === 0 && !isRemark && !isQuoted) expect(read).toBe(text.trim());
      }),
      { numRuns: someRuns(2_000) },
    );
  });
});

test("An env file doesn't override the environment and is rejected as a whole", () => {
  const file = join(folder, '.env');
  writeFileSync(file, '\uFEFFPORTAL_TEST_A="a#b"\nPORTAL_TEST_B=from the file\n');
  process.env.PORTAL_TEST_B = 'set';
  try {
    loadEnvFile(file);
    expect([process.env.PORTAL_TEST_A, process.env.PORTAL_TEST_B]).toEqual(['a#b', 'set']);
    writeFileSync(file, 'PORTAL_TEST_C=1\nPORTAL_TEST_D=S3c#ret\n');
    expect(() => loadEnvFile(file)).toThrow(/line 2: the value of PORTAL_TEST_D would be cut off at the #/);
    expect(process.env.PORTAL_TEST_C).toBeUndefined();
  } finally {
    for (const name of ['PORTAL_TEST_A', 'PORTAL_TEST_B']) delete process.env[name];
  }
});

test('The settings file of the demo is read back unchanged', () => {
  const settings = { A: 'a#b', B: 'line\nbreak', C: 'a"b#c', D: "it's", E: '', F: ' a ' };
  const text = readFileSync(writeSettingsFile(folder, settings), 'utf8');
  expect(problemsOfEnvText(text)).toEqual([]);
  expect(parseEnv(text)).toEqual(settings);
});
