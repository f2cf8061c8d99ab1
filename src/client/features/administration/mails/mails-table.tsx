/** E-mails as a table: what became of each, and if it wasn't sent, why and when it is tried again. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ListedMail } from '#shared/administration/mails.ts';
import { pages } from '#shared/pages.ts';
import { useMailWords } from './use-mail-words.ts';

export function MailsTable({ mails }: { mails: readonly ListedMail[] }) {
  const t = useTranslations('mails');
  const { instant } = useFormats();
  const words = useMailWords();
  const columns: Column<ListedMail>[] = [
    {
      id: 'created',
      label: t('created'),
      isFixed: true,
      cell: ({ createdAt }) => <span className="nw">{instant(createdAt)}</span>,
    },
    { id: 'kind', label: t('kind'), isFixed: true, cell: ({ template }) => words.kind(template) },
    {
      id: 'recipient',
      label: t('recipient'),
      cell: ({ customer }) =>
        customer ? (
          <Link to={pages.customer} params={{ customerId: String(customer.id) }}>
            {customer.name ?? t('erased', { id: String(customer.id) })}
          </Link>
        ) : (
          <span className="q">{t('noRecipient')}</span>
        ),
    },
    {
      id: 'state',
      label: t('state'),
      cell: ({ state }) =>
        state === 'failed' || state === 'suppressed' ? (
          <Badge tone="warn">{words.state(state)}</Badge>
        ) : (
          <span className="q">{words.state(state)}</span>
        ),
    },
    { id: 'why', label: t('why'), cell: (mail) => <Why mail={mail} /> },
    {
      id: 'attempts',
      label: t('attempts'),
      isExtra: true,
      isNumber: true,
      cell: ({ attempts }) => attempts,
    },
    {
      id: 'settled',
      label: t('settled'),
      isExtra: true,
      cell: ({ settledAt }) => settledAt && <span className="nw">{instant(settledAt)}</span>,
    },
    { id: 'id', label: t('id'), isExtra: true, isNumber: true, cell: ({ id }) => id },
  ];
  return <DataTable name="mails" label={t('title')} columns={columns} rows={mails} rowId={({ id }) => id} />;
}

/** Why the last attempt failed, and when the next one is. The code is the mail server’s, or the connection’s. */
function Why({ mail: { state, attempts, lastError, nextAttemptAt } }: { mail: ListedMail }) {
  const t = useTranslations('mails');
  const { instant } = useFormats();
  return (
    <>
      {lastError && <p className="mono">{lastError}</p>}
      {state === 'waiting' && attempts > 0 && nextAttemptAt && (
        <p className="q">{t('next', { at: instant(nextAttemptAt) })}</p>
      )}
      {state === 'failed' && <p className="q">{t('givenUp', { attempts })}</p>}
      {state === 'suppressed' && !lastError && <p className="q">{t('withheld')}</p>}
    </>
  );
}
