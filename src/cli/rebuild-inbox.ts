/** `portal inbox:rebuild`: folds the whole log anew. */
import type { Command } from 'commander';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { withPortal } from './open-portal.ts';
import { done } from './outcome.ts';
import { answers } from './run-command.ts';

interface Options {
  dryRun?: true;
}

export function addRebuildInbox(program: Command): void {
  const command = program
    .command('inbox:rebuild')
    .summary('rebuild the state from the log')
    .description(
      'Folds every event of the log anew, compares the result with the tables of subscriptions, licences, receipts ' +
        'and flags, says what differs, and brings the tables in line. Safe beside a working portal, and twice.',
    )
    .option('--dry-run', 'only say what differs');
  answers<Options>(command, ({ dryRun = false }) =>
    withPortal(async (deps) => {
      const { subjects, differences } = await rebuild(deps, { dryRun });
      const lines = differences.map(({ subject, table, what }) => `${subject}  ${table}  ${what}`);
      const verdict =
        differences.length === 0
          ? `${subjects} subjects folded: no difference.`
          : `${subjects} subjects folded: ${differences.length} differences${dryRun ? '' : ', mended'}.`;
      return done([...lines, verdict].join('\n'), { subjects, differences, dry_run: dryRun });
    }),
  );
}
