/** Tests the settings about the PHP portal: its database, and its keys with the current one first. */
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#server/config/config.ts';
import { completeSettings, keySetting } from '#tests/support/config/complete-settings.ts';

const read = (settings: Record<string, string>) => readConfig({ ...completeSettings, ...settings }).phpPortal;

function problemsOf(settings: Record<string, string>): readonly string[] {
  try {
    read(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('The settings about the PHP portal', () => {
  it('are absent by default', () => {
    expect(read({})).toEqual({ database: null, appKeys: [] });
  });

  it('keep each key as text, because its links are signed with the text, and as bytes', () => {
    const raw = 'r'.repeat(32);
    expect(read({ LARAVEL_APP_KEY: `${keySetting('n')}, ${raw}` }).appKeys).toEqual([
      { text: keySetting('n'), bytes: Buffer.alloc(32, 'n') },
      { text: raw, bytes: Buffer.from(raw) },
    ]);
  });

  it('read the address of the database like DATABASE_URL', () => {
    expect(read({ LARAVEL_DATABASE_URL: 'mysql://reader:p%40ss@old.example/customers' }).database).toEqual({
      ...{ host: 'old.example', port: 3306, user: 'reader', password: 'p@ss', database: 'customers' },
      tls: null,
    });
  });

  it.each([
    ['LARAVEL_APP_KEY', 'base64:hunter2'],
    ['LARAVEL_APP_KEY', `${keySetting('n')},hunter2`],
    ['LARAVEL_DATABASE_URL', 'mysql://reader@old.example'],
    ['LARAVEL_DATABASE_URL', 'postgres://reader:hunter2@old.example/customers'],
  ])('are refused in a sentence that names the setting and no value: %s=%s', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
    expect(problems.join()).not.toContain('hunter2');
  });
});
