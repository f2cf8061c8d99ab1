/** `portal customer:erase`: takes a person out of everything the portal keeps. */
import type { Command } from 'commander';
import { eraseBuyer } from '#server/features/billing/erase-buyer.ts';
import { email, words } from './arguments.ts';
import { withPortal } from './open-portal.ts';
import { done, refused } from './outcome.ts';
import { answers } from './run-command.ts';

export function addEraseCustomer(program: Command): void {
  const command = program
    .command('customer:erase')
    .summary('take a person out of everything the portal keeps')
    .description(
      'Deletes the account of a customer and blanks name, address and all else that tells who they were in ' +
        'everything that was logged. Amounts, dates and numbers stay, for the books. Their subscriptions have to ' +
        'be cancelled at Paddle first. It cannot be undone.',
    )
    .argument('<email>', 'the address of the account, or the one that something was bought with', email)
    .requiredOption('--reason <text>', 'why, for whoever asks later', words(500));
  answers<{ reason: string }>(command, ({ reason }, address) =>
    withPortal(async (deps) => {
      const account = await deps.accounts.findByEmail(address);
      const heads = [
        ...(account ? await deps.subjects.listByUser(account.id) : []),
        ...(await deps.subjects.listUnclaimed(address)),
      ];
      const subscriptions = await deps.subscriptions.listBySubjects(heads.map(({ subject }) => subject));
      const running = [...subscriptions.values()].filter(({ status }) => status !== 'deleted');
      if (running.length > 0) {
        const ids = running.map(({ paddleSubscriptionId }) => paddleSubscriptionId);
        return refused(
          `Paddle would go on charging ${address}: cancel ${ids.join(', ')} there first, then erase again.`,
          { subscriptions: ids },
        );
      }
      const erased = await eraseBuyer(deps, { email: address, reason });
      if (erased.status === 'unknown_email') return refused(`Nobody is known by ${address}.`);
      const { accountId, paddleUserIds, events, kept } = erased;
      const what = `${accountId === null ? 'There was no account' : 'The account is deleted'}, ${events} logged events are blanked.`;
      const rest = kept.length > 0 ? ` Other customers bought with that address: ${kept.join(', ')}.` : '';
      return done(`${what}${rest}`, {
        account_id: accountId,
        paddle_user_ids: paddleUserIds,
        events,
        kept,
      });
    }),
  );
}
