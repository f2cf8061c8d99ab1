/** `portal reconcile`: compares every subscription with Paddle's data and records the differences. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { historyReaches } from '#server/features/billing/reconcile/jobs.ts';
import { type Finding, reconcile } from '#server/features/billing/reconcile/reconcile.ts';

interface Options {
  dryRun?: true;
}

const words: Record<Finding['kind'], string> = {
  alert: 'alert never received',
  subscription: 'differs from Paddle',
  payment: 'no alert received',
  missing: 'not found at Paddle',
};

export function addReconcile(program: Command): void {
  const command = program
    .command('reconcile')
    .summary('compare every subscription with Paddle and correct differences')
    .description(
      'Fetches the alerts of the last 90 days and every subscription from Paddle, and corrects differences by recording ' +
        'them in the log. The portal does the same every night. A licence never ends because Paddle could not ' +
        'be reached or does not know the subscription. Exits with code 1 if some data could not be fetched from Paddle.',
    )
    .option('--dry-run', 'report the differences without correcting them');
  answers<Options>(command, ({ dryRun = false }) =>
    withPortal(async (deps) => {
      const since = new Date(deps.now().getTime() - historyReaches);
      const { findings, problems, subscriptions } = await reconcile(deps, { since, dryRun });
      const lines = findings.map(
        ({ kind, stream, what }) => `${stream ?? 'Paddle'}  ${words[kind]}: ${what}`,
      );
      const verdict =
        findings.length === 0
          ? `${counted(subscriptions, 'subscription')} compared with Paddle: no differences.`
          : `${counted(subscriptions, 'subscription')} compared with Paddle: ${counted(findings.length, 'difference')}${dryRun ? '' : ', corrected'}.`;
      const json = { subscriptions, findings, problems, dry_run: dryRun };
      return problems.length === 0
        ? done([...lines, verdict].join('\n'), json)
        : refused([...lines, verdict, ...problems].join('\n'), json);
    }),
  );
}
