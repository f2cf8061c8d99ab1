/** `portal inbox:rebuild`: folds the whole event log again and corrects projections that differ from the result. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
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
      'Replays every event in the log, compares the result with the tables of subscriptions, licences, receipts ' +
        'and flags, reports the differences and corrects the tables. Streams that cannot be replayed are left unchanged and listed at the end. The command can be repeated, even while the portal is running.',
    )
    .option('--dry-run', 'report the differences without correcting them');
  answers<Options>(command, ({ dryRun = false }) =>
    withPortal(async (deps) => {
      const { streams, differences, failures } = await rebuild(deps, { dryRun });
      const lines = differences.map(({ stream, table, what }) => `${stream}  ${table}  ${what}`);
      const folded = streams - failures.length;
      const verdict =
        differences.length === 0
          ? `${counted(folded, 'stream')} replayed: no differences.`
          : `${counted(folded, 'stream')} replayed: ${counted(differences.length, 'difference')}${dryRun ? '' : ', corrected'}.`;
      const text = [...lines, verdict].join('\n');
      const json = { streams, differences, failures, dry_run: dryRun };
      if (failures.length === 0) return done(text, json);
      const left = failures.map(({ stream, problem }) => `${stream} (${problem})`).join(', ');
      return refused(
        `${counted(failures.length, 'stream')} could not be replayed (left unchanged): ${left}.`,
        json,
        text,
      );
    }),
  );
}
