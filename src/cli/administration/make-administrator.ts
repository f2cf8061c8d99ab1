/** `portal user:admin`: grants or revokes administrator rights. */
import type { Command } from 'commander';
import { email } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { makeAdministrator } from '#server/features/administration/make-administrator.ts';

export function addMakeAdministrator(program: Command): void {
  const command = program
    .command('user:admin')
    .summary('make a customer an administrator')
    .description(
      'Makes a customer an administrator of this portal, or removes the role with --revoke. The customer ' +
        'must have registered and confirmed the address.',
    )
    .argument('<email>', 'the e-mail address of the customer', email)
    .option('--revoke', 'remove the role instead');
  answers<{ revoke?: true }>(command, ({ revoke }, address) =>
    withPortal(async (deps) => {
      const isAdministrator = revoke !== true;
      const made = await makeAdministrator(deps, { email: address, isAdministrator });
      switch (made.status) {
        case 'unknown_email':
          return refused(`There is no account for ${address}.`);
        case 'not_verified':
          return refused(`${address} has not been confirmed yet, so it may belong to another person.`);
        case 'unchanged':
        case 'done': {
          const state = {
            done: isAdministrator ? 'now' : 'no longer',
            unchanged: isAdministrator ? 'already' : 'not',
          }[made.status];
          return done(`${address} is ${state} an administrator.`, {
            email: address,
            administrator: isAdministrator,
            changed: made.status === 'done',
          });
        }
      }
    }),
  );
}
