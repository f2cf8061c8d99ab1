/** `portal inbox:rebuild`: refolds the whole event log and corrects the projections. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';

interface Options {
  dryRun?: true;
}

export function addRebuildInbox(program: Command): void {
  const command = program
    .command('inbox:rebuild')
    .summary('rebuild the state from the log')
    .description(
      'Folds every event of the log anew, compares the result with the tables of subscriptions, licences, receipts ' +
        'and flags, says what differs, and brings the tables in line. What cannot be folded is left as it is and named at the end. Safe beside a working portal, and twice.',
    )
    .option('--dry-run', 'only say what differs');
  answers<Options>(command, ({ dryRun = false }) =>
    withPortal(async (deps) => {
      const { streams, differences, failures } = await rebuild(deps, { dryRun });
      const lines = differences.map(({ stream, table, what }) => `${stream}  ${table}  ${what}`);
      const folded = streams - failures.length;
      const verdict =
        differences.length === 0
          ? `${folded} streams folded: no difference.`
          : `${folded} streams folded: ${differences.length} differences${dryRun ? '' : ', mended'}.`;
      const text = [...lines, verdict].join('\n');
      const json = { streams, differences, failures, dry_run: dryRun };
      if (failures.length === 0) return done(text, json);
      const left = failures.map(({ stream, problem }) => `${stream} (${problem})`).join(', ');
      return refused(
        `${failures.length} could not be folded and were left as they are: ${left}.`,
        json,
        text,
      );
    }),
  );
}
