/** `portal mail:retry`: requeues e-mails for which all attempts have failed. */
import type { Command } from 'commander';
import { eventIds } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';

export function addRetryMail(program: Command): void {
  const command = program
    .command('mail:retry')
    .summary('send failed e-mails again')
    .description(
      'Queues e-mails again after the mail server has refused them too many times. Fix the cause first. A running ' +
        'portal sends them within seconds. E-mails that no longer apply are not sent.',
    )
    .argument('<ids...>', 'the ids shown by mail:list', eventIds);
  answers(command, () => {
    const [ids] = command.processedArgs as [number[]];
    return withPortal(async ({ outbox, now }) => {
      const owed: number[] = [];
      for (const id of ids) if (await outbox.requeue(id, now())) owed.push(id);
      const others = ids.filter((id) => !owed.includes(id));
      const json = { owed, not_failed: others };
      return others.length === 0
        ? done(`Queued again: ${owed.join(', ')}.`, json)
        : refused(
            `These e-mails have not failed: ${others.join(', ')}. Run mail:list --refused to see the failed ones.`,
            json,
          );
    });
  });
}
