/** `portal user:sign-out`: ends all sessions of a customer. */
import type { Command } from 'commander';
import { email } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { signOutCustomer } from '#server/features/identity/sessions/sign-out-customer.ts';

export function addSignOutCustomer(program: Command): void {
  const command = program
    .command('user:sign-out')
    .summary('sign a customer out of every browser')
    .description(
      'Ends every session of a customer at once. They can sign in again: who must not, needs another password ' +
        'or has lost a second factor (user:reset-second-factor). It stands in their security log.',
    )
    .argument('<email>', 'whom', email);
  answers(command, (_options, address) =>
    withPortal(async (deps) => {
      const ended = await signOutCustomer(deps, { email: address });
      if (!ended) return refused(`Nobody has registered as ${address}.`);
      const { userId, sessionsEnded } = ended;
      return done(`${address} is signed out of ${browsers(sessionsEnded)}.`, {
        user_id: userId,
        sessions_ended: sessionsEnded,
      });
    }),
  );
}

export const browsers = (count: number): string => `${count} browser${count === 1 ? '' : 's'}`;
