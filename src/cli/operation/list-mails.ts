/** `portal mail:list`: lists e-mails in the outbox and whether they were sent. */
import type { Command } from 'commander';
import { rows as rowCount } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import type { OutboxMail, OutboxState } from '#server/platform/mail/outbox.repository.ts';

interface Options {
  refused?: true;
  limit: number;
}

/** States of e-mails that the mail server may have refused: waiting for the next attempt, or out of attempts. */
const troubled: readonly OutboxState[] = ['waiting', 'given_up'];
const isRefused = ({ lastError }: OutboxMail): boolean => lastError !== null;

export function addListMails(program: Command): void {
  const command = program
    .command('mail:list')
    .summary('list the mails that are owed')
    .description(
      'Lists the newest mails by what they are about, never to whom or with what in them. With --refused those that ' +
        'the mail server did not take: waiting ones are tried again by themselves, given up ones by mail:retry.',
    )
    .option('--refused', 'only those that the mail server did not take')
    .option('--limit <number>', 'how many', rowCount, 50);
  answers<Options>(command, ({ refused, limit }) =>
    withPortal(async ({ outbox }) => {
      const list = await outbox.list({ limit, ...(refused ? { states: troubled } : {}) });
      const shown = refused ? list.filter(isRefused) : list;
      const rows = shown.map(({ id, createdAt, template, state, attempts, lastError }) => [
        String(id),
        createdAt.toISOString().slice(0, 19).replace('T', ' '),
        template,
        state,
        String(attempts),
        lastError ?? '',
      ]);
      const text =
        rows.length === 0
          ? refused
            ? 'The mail server has taken every mail.'
            : 'No mail has been owed yet.'
          : table(['ID', 'OWED (UTC)', 'MAIL', 'STATE', 'TRIES', 'WHY'], rows);
      return done(text, {
        mails: shown.map(({ id, createdAt, template, state, attempts, lastError }) => ({
          id,
          owed_at: createdAt,
          template,
          state,
          attempts,
          error: lastError,
        })),
      });
    }),
  );
}
