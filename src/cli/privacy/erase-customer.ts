/** `portal customer:erase`: erases a person's data everywhere in the portal. */
import type { Command } from 'commander';
import { email, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';

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
      const erased = await eraseDataSubject(deps, { email: address, reason });
      if (erased.status === 'unknown') return refused(`Nobody is known by ${address}.`);
      if (erased.status === 'still_charged') {
        const ids = erased.subscriptions.map(({ ref }) => ref.id);
        return refused(
          `Paddle would go on charging ${address}: cancel ${ids.join(', ')} there first, then erase again.`,
          // Paddle Classic's ids are numbers, and programs read them as such.
          { subscriptions: ids.map((id) => (/^\d+$/.test(id) ? Number(id) : id)) },
        );
      }
      const { accountId, paddleUserIds, events, kept, unreadable, unfolded } = erased;
      const json = { account_id: accountId, paddle_user_ids: paddleUserIds, events, kept };
      const what = `${accountId === null ? 'There was no account' : 'The account is deleted'}, ${events} logged events are blanked.`;
      const rest = kept.length > 0 ? ` Other customers bought with that address: ${kept.join(', ')}.` : '';
      const left = [
        ...(unreadable.length > 0
          ? [` These events cannot be read, so look at them by hand: ${unreadable.join(', ')}.`]
          : []),
        ...unfolded.map(({ stream, problem }) => ` ${stream} could not be folded yet (${problem}).`),
      ];
      if (left.length > 0)
        return refused(`${what}${rest}${left.join('')}`, { ...json, unreadable, unfolded });
      return done(`${what}${rest}`, json);
    }),
  );
}
