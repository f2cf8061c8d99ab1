/** `portal inbox:replay`: retries events that could not be applied. */
import type { Command } from 'commander';
import { eventIds } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { type Replayed, replay } from '#server/features/billing/inbox/replay.ts';

function sentenceOf(replayed: Replayed): string {
  switch (replayed.status) {
    case 'applied':
      return `${replayed.id}: applied.`;
    case 'waiting':
      return `${replayed.id}: waiting: ${replayed.reason}.`;
    case 'failed':
      return `${replayed.id}: could not be applied: ${replayed.reason}.`;
    case 'malformed':
      return `${replayed.id}: malformed: ${replayed.reason}.`;
    case 'ignored':
      return `${replayed.id}: ignored, because it does not affect licences.`;
    case 'unknown_alert':
      return `${replayed.id}: unknown event type.`;
    case 'no_such_event':
      return `${replayed.id}: there is no such event. Run inbox:list to see the events.`;
  }
}

const isDone = ({ status }: Replayed) => status === 'applied' || status === 'ignored';

export function addReplayInbox(program: Command): void {
  const command = program
    .command('inbox:replay')
    .summary('apply events again')
    .description(
      'Applies events in the log again, once the cause of the failure has been fixed. Safe at any time: events that ' +
        'have already been applied are left unchanged. Exits with code 1 if an event still cannot be applied.',
    )
    .argument('<ids...>', 'the event ids shown by inbox:list', eventIds);
  answers(command, () => {
    const [ids] = command.processedArgs as [number[]];
    return withPortal(async (deps) => {
      const replayed = await replay(deps, ids);
      const text = replayed.map(sentenceOf).join('\n');
      return replayed.every(isDone) ? done(text, { replayed }) : refused(text, { replayed });
    });
  });
}
