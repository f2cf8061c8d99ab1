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
      return `${replayed.id}: waits: ${replayed.reason}.`;
    case 'failed':
      return `${replayed.id}: cannot be applied: ${replayed.reason}.`;
    case 'malformed':
      return `${replayed.id}: makes no sense: ${replayed.reason}.`;
    case 'ignored':
      return `${replayed.id}: is of no concern to licences.`;
    case 'unknown_alert':
      return `${replayed.id}: is of a kind the portal does not know.`;
    case 'no_such_event':
      return `${replayed.id}: there is no such event (inbox:list shows them).`;
  }
}

const isDone = ({ status }: Replayed) => status === 'applied' || status === 'ignored';

export function addReplayInbox(program: Command): void {
  const command = program
    .command('inbox:replay')
    .summary('apply events again')
    .description(
      'Applies events of the log again, when what kept them from being applied is mended. Safe at any time: what ' +
        'is applied already stays as it is. Exit code 1 when one of them still cannot be applied.',
    )
    .argument('<ids...>', 'the numbers inbox:list shows', eventIds);
  answers(command, () => {
    const [ids] = command.processedArgs as [number[]];
    return withPortal(async (deps) => {
      const replayed = await replay(deps, ids);
      const text = replayed.map(sentenceOf).join('\n');
      return replayed.every(isDone) ? done(text, { replayed }) : refused(text, { replayed });
    });
  });
}
