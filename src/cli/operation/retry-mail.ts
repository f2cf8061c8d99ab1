/** `portal mail:retry`: requeues e-mails for which all attempts have failed. */
import type { Command } from 'commander';
import { eventIds } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { mailTemplates } from '#server/mails/mail-templates.ts';

/** E-mails that their recipient waits for are sent to refused addresses too. */
const isAwaited = (name: string): boolean =>
  Object.entries<{ isAwaited?: true }>(mailTemplates).some(
    ([template, each]) => template === name && each.isAwaited === true,
  );

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
      const suppressed = (await outbox.refusedAmong(ids)).filter(({ template }) => !isAwaited(template));
      const unsendable = suppressed.map(({ id }) => id);
      const owed: number[] = [];
      for (const id of ids) if (!unsendable.includes(id) && (await outbox.requeue(id, now()))) owed.push(id);
      const others = ids.filter((id) => !owed.includes(id) && !unsendable.includes(id));
      const json = { owed, not_failed: others, address_refused: unsendable };
      const problems = [
        others.length > 0 &&
          `These e-mails have not failed: ${others.join(', ')}. Run mail:list --refused to see the failed ones.`,
        unsendable.length > 0 &&
          `These e-mails go to addresses that mail servers refuse: ${unsendable.join(', ')}. Allow e-mails to the addresses in Administration, under E-mails, first.`,
      ].filter((problem) => problem !== false);
      return problems.length === 0
        ? done(`Queued again: ${owed.join(', ')}.`, json)
        : refused(problems.join(' '), json);
    });
  });
}
