/** `portal key:generate`: prints a random key for APP_KEY or PRIVATE_KEY. */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { done } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';

export function addGenerateKey(program: Command): void {
  const command = program
    .command('key:generate')
    .summary('generate a key for APP_KEY or PRIVATE_KEY')
    .description(
      'Prints 32 random bytes in the format of PRIVATE_KEY and APP_KEY. Nothing is stored, and no ' +
        'setting is needed. PRIVATE_KEY is shared with the products, but APP_KEY is only for the portal: never ' +
        'use the same value for both.',
    );
  answers(command, () => {
    const key = `base64:${randomBytes(32).toString('base64')}`;
    return done(key, { key });
  });
}
