/** The entries of the audit log as a table. Each row opens its entry. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { OpenButton } from '#client/features/administration/table/open-button.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { AuditEntry } from '#shared/administration/audit.ts';
import { pages } from '#shared/pages.ts';
import { useAuditWords } from './use-audit-words.ts';

interface AuditTableProps {
  entries: readonly AuditEntry[];
  onOpen: (entry: AuditEntry) => void;
}

export function AuditTable({ entries, onOpen }: AuditTableProps) {
  const t = useTranslations('audit');
  const { instant } = useFormats();
  const words = useAuditWords();
  const columns: Column<AuditEntry>[] = [
    {
      id: 'at',
      label: t('at'),
      isFixed: true,
      cell: ({ at }) => (
        <time className="nw" dateTime={at.toISOString()}>
          {instant(at)}
        </time>
      ),
    },
    {
      id: 'act',
      label: t('act'),
      isFixed: true,
      cell: (entry) => <OpenButton onClick={() => onOpen(entry)}>{words.act(entry)}</OpenButton>,
    },
    {
      id: 'actor',
      label: t('actor'),
      cell: ({ actor }) => (actor ? words.account(actor) : t('operator')),
    },
    {
      id: 'customer',
      label: t('customer'),
      cell: ({ customer }) =>
        customer && (
          <Link to={pages.customer} params={{ customerId: String(customer.id) }}>
            {words.account(customer)}
          </Link>
        ),
    },
    {
      id: 'reason',
      label: t('reason'),
      cell: ({ reason, isRedacted }) => (isRedacted ? <span className="q">{t('redacted')}</span> : reason),
    },
    {
      id: 'change',
      label: t('change'),
      isExtra: true,
      cell: (entry) => words.changes(entry).map((line) => <p key={line}>{line}</p>),
    },
    {
      id: 'outcome',
      label: t('outcome'),
      cell: (entry) =>
        entry.outcome === 'done' ? (
          <span className="q">{words.outcome(entry)}</span>
        ) : (
          <Badge tone={entry.outcome === 'asked' ? 'none' : 'warn'}>{words.outcome(entry)}</Badge>
        ),
    },
  ];
  return (
    <DataTable name="audit-log" label={t('title')} columns={columns} rows={entries} rowId={({ id }) => id} />
  );
}
