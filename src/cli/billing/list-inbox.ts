/** `portal inbox:list`: lists the newest events and shows whether they were applied. */
import type { Command } from 'commander';
import { rows as rowCount } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import type { EventState } from '#server/features/billing/event-log/events.ts';

interface Options {
  failed?: true;
  limit: number;
}

/** States of events that may need an operator's attention. `stored` means that no rule handles alerts of this type. */
const troubled: readonly EventState[] = ['failed', 'waiting', 'stored'];

export function addListInbox(program: Command): void {
  const command = program
    .command('inbox:list')
    .summary('list the events received')
    .description(
      'Lists the newest events in the log: alerts from Paddle, findings and decisions. With --failed, lists only events ' +
        'that could not be applied, are waiting for another event, or are of an unknown type.',
    )
    .option('--failed', 'list only events that have not been applied')
    .option('--limit <number>', 'the maximum number of entries', rowCount, 50);
  answers<Options>(command, ({ failed, limit }) =>
    withPortal(async ({ events }) => {
      const list = await events.list({ limit, ...(failed ? { states: troubled } : {}) });
      const counts = await events.countByState();
      const rows = list.map((event) => [
        String(event.id),
        event.occurredAt.toISOString().slice(0, 19).replace('T', ' '),
        event.type,
        event.stream ?? '',
        event.state,
        event.error ?? '',
      ]);
      const total = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
      const text =
        rows.length === 0
          ? failed
            ? 'Every event has been applied.'
            : 'The log is empty: no alert has been received yet.'
          : `${table(['ID', 'TIME (UTC)', 'EVENT', 'STREAM', 'STATE', 'REASON'], rows)}\n\nTotal: ${total.join(', ')}.`;
      return done(text, {
        counts,
        events: list.map(({ payload: _payload, ...event }) => event),
      });
    }),
  );
}
