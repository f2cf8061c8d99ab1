/** `portal user:sign-out`: ends all sessions of a customer. */
import type { Command } from 'commander';
import { email } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { signOutCustomer } from '#server/features/identity/sessions/sign-out-customer.ts';

export function addSignOutCustomer(program: Command): void {
  const command = program
    .command('user:sign-out')
    .summary('end every session of a customer')
    .description(
      'Ends every session of a customer immediately and records it in their security log. The customer can sign in again: ' +
        'to prevent that, reset the password. For customers who have lost their second factor, use user:reset-second-factor.',
    )
    .argument('<email>', 'the e-mail address of the customer', email);
  answers(command, (_options, address) =>
    withPortal(async (deps) => {
      const ended = await signOutCustomer(deps, { email: address });
      if (!ended) return refused(`There is no account for ${address}.`);
      const { userId, sessionsEnded } = ended;
      return done(`Signed out ${address}: ended ${counted(sessionsEnded, 'session')}.`, {
        user_id: userId,
        sessions_ended: sessionsEnded,
      });
    }),
  );
}
