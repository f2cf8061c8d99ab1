/** `portal flag:list`: lists the flags that an operator has to review. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { done, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';

export function addListFlags(program: Command): void {
  const command = program
    .command('flag:list')
    .summary('list the flags to review')
    .description(
      'Lists the flags to review, newest first: disputes, suspected fraud, partial ' +
        'refunds, subscriptions that Paddle does not know, double payments. A flag never ends a licence.',
    )
    .option('--all', 'include resolved flags');
  answers<{ all?: true }>(command, ({ all }) =>
    withPortal(async ({ flags }) => {
      const list = await flags.list({ all: all === true });
      const rows = list.map(({ reference, kind, raisedAt, detail, resolvedAt, wantedAt }) => [
        reference,
        kind,
        raisedAt.toISOString().slice(0, 10),
        resolvedAt ? `resolved ${resolvedAt.toISOString().slice(0, 10)}` : 'open',
        wantedAt ? `${detail} (customer on ${wantedAt.toISOString().slice(0, 10)}: wants both)` : detail,
      ]);
      const text =
        rows.length === 0
          ? 'There are no flags to review.'
          : table(['REFERENCE', 'KIND', 'RAISED', 'STATE', 'DETAIL'], rows);
      return done(text, {
        flags: list.map(({ reference, kind, stream, orderId, raisedAt, detail, resolvedAt, wantedAt }) => ({
          reference,
          kind,
          stream,
          order_id: orderId,
          raised_at: raisedAt,
          detail,
          resolved_at: resolvedAt,
          wanted_at: wantedAt,
        })),
      });
    }),
  );
}
