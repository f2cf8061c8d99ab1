/** `portal user:admin`: gives and removes the role of an administrator. */
import { type Command, Option } from 'commander';
import { email } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { makeAdministrator } from '#server/features/administration/make-administrator.ts';
import { type AdministratorRole, administratorRoles } from '#shared/administration/roles.ts';

const names = {
  viewer: 'an administrator who only views (viewer)',
  support: 'an administrator for support (support)',
  administrator: 'an administrator',
} as const satisfies Record<AdministratorRole, string>;

export function addMakeAdministrator(program: Command): void {
  const command = program
    .command('user:admin')
    .summary('make a customer an administrator')
    .description(
      'Makes a customer an administrator of this portal, or removes the role with --revoke. The customer ' +
        'must have registered and confirmed the address.',
    )
    .argument('<email>', 'the e-mail address of the customer', email)
    .addOption(
      new Option('--role <role>', 'what the administrator may do')
        .choices(administratorRoles)
        .default('administrator'),
    )
    .option('--revoke', 'remove the role instead');
  answers<{ revoke?: true; role: AdministratorRole }>(command, ({ revoke, role }, address) =>
    withPortal(async (deps) => {
      const isMade = revoke !== true;
      const made = await makeAdministrator(deps, { email: address, role: isMade ? role : null });
      switch (made.status) {
        case 'unknown_email':
          return refused(`There is no account for ${address}.`);
        case 'not_verified':
          return refused(`${address} has not been confirmed yet, so it may belong to another person.`);
        case 'unchanged':
        case 'done': {
          const state = {
            done: isMade ? 'now' : 'no longer',
            unchanged: isMade ? 'already' : 'not',
          }[made.status];
          return done(`${address} is ${state} ${isMade ? names[role] : 'an administrator'}.`, {
            email: address,
            administrator: isMade,
            role: isMade ? role : null,
            changed: made.status === 'done',
          });
        }
      }
    }),
  );
}
