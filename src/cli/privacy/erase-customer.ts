/** `portal customer:erase`: erases a person's data everywhere in the portal. */
import type { Command } from 'commander';
import { email, words } from '#cli/arguments.ts';
import { withPortalAndKeys } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';

export function addEraseCustomer(program: Command): void {
  const command = program
    .command('customer:erase')
    .summary('erase the personal data of a customer')
    .description(
      'Deletes the account of a customer and redacts names, addresses and all other personal data in ' +
        'the event log. Amounts, dates and numbers are kept for accounting. Subscriptions must ' +
        'be cancelled at Paddle first. This cannot be undone.',
    )
    .argument('<email>', 'the address of the account, or the address used for a purchase', email)
    .requiredOption('--reason <text>', 'the reason, kept on record', words(500));
  answers<{ reason: string }>(command, ({ reason }, address) =>
    withPortalAndKeys(async (deps) => {
      const erased = await eraseDataSubject(deps, { email: address, reason });
      if (erased.status === 'unknown') return refused(`There is no account or purchase for ${address}.`);
      if (erased.status === 'last_administrator')
        return refused(
          `${address} is the last administrator. Make another customer one first: portal user:admin ADDRESS.`,
        );
      if (erased.status === 'still_charged') {
        const ids = erased.subscriptions.map(({ ref }) => ref.id);
        return refused(
          `Paddle would continue to charge ${address}. Cancel ${ids.join(', ')} there first, then run this command again.`,
          // Paddle Classic's ids are numbers. They are printed as numbers because programs that read this JSON expect
          // that.
          { subscriptions: ids.map((id) => (/^\d+$/.test(id) ? Number(id) : id)) },
        );
      }
      const { accountId, paddleUserIds, events, kept, unreadable, unfolded } = erased;
      const json = { account_id: accountId, paddle_user_ids: paddleUserIds, events, kept };
      const what = `${accountId === null ? 'There was no account' : 'Deleted the account'}; redacted ${counted(events, 'event')} in the log.`;
      const rest = kept.length > 0 ? ` Other customers bought with that address: ${kept.join(', ')}.` : '';
      const left = [
        ...(unreadable.length > 0
          ? [` These events cannot be read and need to be checked by hand: ${unreadable.join(', ')}.`]
          : []),
        ...unfolded.map(({ stream, problem }) => ` ${stream} could not be recomputed yet (${problem}).`),
      ];
      if (left.length > 0)
        return refused(`${what}${rest}${left.join('')}`, { ...json, unreadable, unfolded });
      return done(`${what}${rest}`, json);
    }),
  );
}
