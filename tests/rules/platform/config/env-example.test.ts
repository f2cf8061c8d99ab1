/**
 * Tests that `.env.example` matches the settings: none is missing, none is obsolete, and every default shown is
 * correct.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, settingNames } from '#server/config/config.ts';
import { keySetting } from '#tests/support/config/complete-settings.ts';

const lines = readFileSync('.env.example', 'utf8').split('\n');
const settingLine = /^#?([A-Z][A-Z0-9_]*)=/;
const listed = lines.flatMap((line) => settingLine.exec(line)?.[1] ?? []);
const required = lines.flatMap((line) => (/^[A-Z]/.test(line) ? (settingLine.exec(line)?.[1] ?? []) : []));

test('.env.example lists every setting once and nothing else', () => {
  expect(listed.toSorted()).toEqual(settingNames.toSorted());
});

test('Every setting in .env.example has a comment above it', () => {
  for (const [index, line] of lines.entries()) {
    if (settingLine.test(line)) expect(lines[index - 1], line).toMatch(/^# \S.{10,}/);
  }
});

test('.env.example leaves uncommented exactly the settings without a default', () => {
  let problems: readonly string[] = [];
  try {
    readConfig({ NODE_ENV: 'production' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems = error.problems;
  }
  expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual(required.toSorted());
});

test('The defaults shown in .env.example are the real ones', () => {
  const chosen = {
    ...{
      APP_URL: 'https://portal.example',
      APP_KEY: keySetting('a'),
      PRIVATE_KEY: keySetting('b'),
      PADDLE_PUBLIC_KEY: 'key',
    },
    ...{
      DATABASE_URL: 'mysql://portal@db.example/portal',
      PADDLE_VENDOR_ID: '1',
      PADDLE_VENDOR_AUTH_CODE: 'code',
    },
    ...{ MAIL_HOST: 'mail.example', MAIL_FROM_ADDRESS: 'a@example.com', SUPPORT_EMAIL: 'b@example.com' },
    ...{ MONICA_BILLING_URL: 'https://monica.example', OFFICELIFE_BILLING_URL: 'https://officelife.example' },
  };
  const shown = parseEnv(lines.map((line) => line.replace(/^#(?=[A-Z])/, '')).join('\n'));
  expect(readConfig({ ...shown, ...chosen })).toEqual(readConfig(chosen));
});
