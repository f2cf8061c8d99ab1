/**
 * `portal user:reset-second-factor`: turns off two-step verification for a customer who lost the second factor and the
 * recovery codes.
 */
import type { Command } from 'commander';
import { email } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { resetTwoStep } from '#server/features/identity/two-step/reset-two-step.ts';
import { browsers } from './sign-out-customer.ts';

export function addResetSecondFactor(program: Command): void {
  const command = program
    .command('user:reset-second-factor')
    .summary('end the second step of an account whose owner has lost what it asks for')
    .description(
      'Ends the second step: removes the authenticator app and the recovery codes, forgets remembered browsers and ends every session. ' +
        'Passkeys and the password stay. Be sure whom you are talking to: afterwards the password alone signs in. ' +
        'They are told by mail.',
    )
    .argument('<email>', 'whose', email);
  answers(command, (_options, address) =>
    withPortal(async (deps) => {
      const reset = await resetTwoStep(deps, { email: address });
      switch (reset.status) {
        case 'unknown_email':
          return refused(`Nobody has registered as ${address}.`);
        case 'no_second_factor':
          return refused(`${address} has no second step.`);
        case 'done':
          return done(
            `The second step of ${address} is ended, and they are signed out of ${browsers(reset.sessionsEnded)}.`,
            { user_id: reset.userId, sessions_ended: reset.sessionsEnded },
          );
      }
    }),
  );
}
