/** `portal mail:list`: lists the e-mails in the outbox and shows whether they were sent. */
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

/**
 * States of an e-mail that the mail server may have refused: it is waiting for the next attempt, its address was
 * refused for good, or all attempts have failed.
 */
const troubled: readonly OutboxState[] = ['waiting', 'suppressed', 'failed'];
const isRefused = ({ lastError }: OutboxMail): boolean => lastError !== null;

export function addListMails(program: Command): void {
  const command = program
    .command('mail:list')
    .summary('list the e-mails in the outbox')
    .description(
      'Lists the newest e-mails by template, without recipients or contents. With --refused, lists only e-mails ' +
        'that the mail server refused: the portal retries waiting e-mails automatically, and mail:retry sends failed ones again.',
    )
    .option('--refused', 'list only e-mails that the mail server refused')
    .option('--limit <number>', 'the maximum number of entries', rowCount, 50);
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
            ? 'The mail server has accepted every e-mail.'
            : 'There are no e-mails yet.'
          : table(['ID', 'QUEUED (UTC)', 'E-MAIL', 'STATE', 'ATTEMPTS', 'ERROR'], rows);
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
