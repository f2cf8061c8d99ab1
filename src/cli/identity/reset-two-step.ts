/**
 * `portal user:reset-second-factor`: turns off two-step verification for a customer who has lost both the second factor
 * and the recovery codes.
 */
import type { Command } from 'commander';
import { email } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { resetTwoStep } from '#server/features/identity/two-step/reset-two-step.ts';

export function addResetSecondFactor(program: Command): void {
  const command = program
    .command('user:reset-second-factor')
    .summary('turn off two-step verification for a customer who is locked out')
    .description(
      'Turns off two-step verification: removes the authenticator app, the recovery codes and trusted devices, and ends every session. ' +
        'Passkeys and the password are kept. Verify the customer’s identity first: afterwards, the password alone is enough to sign in. ' +
        'The customer is notified by e-mail.',
    )
    .argument('<email>', 'the e-mail address of the customer', email);
  answers(command, (_options, address) =>
    withPortal(async (deps) => {
      const reset = await resetTwoStep(deps, { email: address });
      switch (reset.status) {
        case 'unknown_email':
          return refused(`There is no account for ${address}.`);
        case 'no_second_factor':
          return refused(`Two-step verification is not turned on for ${address}.`);
        case 'done':
          return done(
            `Turned off two-step verification for ${address} and ended ${counted(reset.sessionsEnded, 'session')}.`,
            { user_id: reset.userId, sessions_ended: reset.sessionsEnded },
          );
      }
    }),
  );
}
