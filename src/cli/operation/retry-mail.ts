/** `portal mail:retry`: requeues e-mails that ran out of attempts. */
import type { Command } from 'commander';
import { eventIds } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';

export function addRetryMail(program: Command): void {
  const command = program
    .command('mail:retry')
    .summary('send mails again that were given up')
    .description(
      'Owes mails anew that the mail server refused too often, once what it refused them for is mended. A running ' +
        'portal sends them within seconds. What has nothing to say any more is not sent.',
    )
    .argument('<ids...>', 'the numbers mail:list shows', eventIds);
  answers(command, () => {
    const [ids] = command.processedArgs as [number[]];
    return withPortal(async ({ outbox, now }) => {
      const owed: number[] = [];
      for (const id of ids) if (await outbox.requeue(id, now())) owed.push(id);
      const others = ids.filter((id) => !owed.includes(id));
      const json = { owed, not_given_up: others };
      return others.length === 0
        ? done(`Owed anew: ${owed.join(', ')}.`, json)
        : refused(
            `These were not given up: ${others.join(', ')} (mail:list --refused shows which are).`,
            json,
          );
    });
  });
}
