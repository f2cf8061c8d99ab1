/** What has to be decided about any customer, with what each decision does. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { SettleFlag } from '#client/features/administration/settling/settle-flag.tsx';
import { useFlagWords } from '#client/features/administration/settling/use-flag-words.ts';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { ListPage } from '#client/features/administration/table/list-page.tsx';
import { OpenButton } from '#client/features/administration/table/open-button.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { ListedFlag } from '#shared/administration/inbox/inbox.ts';
import { FlagKind } from '#shared/billing/flags.ts';
import { pages } from '#shared/pages.ts';

interface FlagsSectionProps {
  kind: FlagKind | undefined;
  place: { after: string | undefined; before: string | undefined };
}

export function FlagsSection({ kind, place }: FlagsSectionProps) {
  const t = useTranslations('inbox');
  const settling = useQuestion<ListedFlag>();
  const query = trpc.administration.inbox.flags.useQuery({ kind, ...place });
  return (
    <section className="stack g5" aria-label={t('flags')}>
      <KindFilter kind={kind} />
      <QueryBoundary query={query} section={t('flags')} height="20rem">
        {({ flags, newer, older }) => (
          <ListPage
            to={pages.inbox}
            part={{ view: 'flags' }}
            selection={{ kind }}
            isFirst={!place.after && !place.before}
            page={{ newer, older }}
            isEmpty={flags.length === 0}
            words={{
              emptyFilter: t('emptyFlagsOfKind'),
              emptyFilterText: t('emptyFlagsOfKindText'),
              empty: t('emptyFlags'),
              emptyText: t('emptyFlagsText'),
            }}
          >
            <FlagsTable flags={flags} onSettle={settling.ask} />
          </ListPage>
        )}
      </QueryBoundary>
      {/* Here, because it says what has happened after the flag has left the list. */}
      {settling.dialog((flag, shown) => (
        <SettleFlag customerId={null} flag={flag} {...shown} />
      ))}
    </section>
  );
}

function KindFilter({ kind }: { kind: FlagKind | undefined }) {
  const t = useTranslations();
  const words = useFlagWords();
  const navigate = useNavigate();
  return (
    <div>
      <SelectField
        label={t('inbox.flag')}
        name="kind"
        value={kind ?? ''}
        onChange={(event) => {
          const chosen = FlagKind.safeParse(event.currentTarget.value).data;
          void navigate({ to: pages.inbox, search: { view: 'flags', kind: chosen } });
        }}
        data={[
          { value: '', label: t('table.all') },
          ...FlagKind.options.map((each) => ({ value: each as string, label: words(each).name })),
        ]}
      />
    </div>
  );
}

interface FlagsTableProps {
  flags: readonly ListedFlag[];
  /** Settles a flag about a purchase that nobody owns. Others are settled on the page of the customer. */
  onSettle: (flag: ListedFlag) => void;
}

function FlagsTable({ flags, onSettle }: FlagsTableProps) {
  const t = useTranslations('inbox');
  const tFlags = useTranslations('flags');
  const words = useFlagWords();
  const { dayOfInstant } = useFormats();
  const maySettle = useMay()('flag.settle');
  const columns: Column<ListedFlag>[] = [
    {
      id: 'raised',
      label: t('raised'),
      isFixed: true,
      cell: ({ raisedAt }) => <span className="nw">{dayOfInstant(raisedAt, 'shortYear')}</span>,
    },
    {
      id: 'kind',
      label: t('flag'),
      isFixed: true,
      cell: ({ kind, wantedAt }) => {
        const { name, why, effect } = words(kind);
        return (
          <>
            <p>{name}</p>
            {why && (
              <p className="sm q">
                {why} {effect}
              </p>
            )}
            {wantedAt !== null && <p className="sm">{tFlags('wanted', { day: dayOfInstant(wantedAt) })}</p>}
          </>
        );
      },
    },
    {
      id: 'customer',
      label: t('customer'),
      cell: ({ customer }) =>
        customer ? (
          <Link to={pages.customer} params={{ customerId: String(customer.id) }}>
            {customer.name}
          </Link>
        ) : (
          <span className="q">{t('nobody')}</span>
        ),
    },
    {
      id: 'licence',
      label: t('licence'),
      cell: ({ licenceId }) => licenceId !== null && t('licenceNumber', { id: String(licenceId) }),
    },
    {
      id: 'order',
      label: t('order'),
      cell: ({ orderId }) => orderId && <span className="mono">{orderId}</span>,
    },
    {
      id: 'detail',
      label: t('detail'),
      isExtra: true,
      cell: ({ detail }) => <span className="mono">{detail}</span>,
    },
    {
      id: 'decide',
      label: t('decide'),
      isFixed: true,
      cell: (flag) => {
        const { customer } = flag;
        if (customer)
          return (
            <LinkButton
              to={pages.customer}
              params={{ customerId: String(customer.id) }}
              aria-label={`${t('decide')}: ${words(flag.kind).name}, ${customer.name}`}
            >
              {t('decide')}
            </LinkButton>
          );
        return maySettle && <OpenButton onClick={() => onSettle(flag)}>{tFlags('settle')}</OpenButton>;
      },
    },
  ];
  return <DataTable name="flags" label={t('flags')} columns={columns} rows={flags} rowId={({ id }) => id} />;
}
