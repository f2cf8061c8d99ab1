/** What has to be decided about any customer, with what each decision does. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { type Column, DataTable } from '#client/features/administration/table/data-table.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { OpenButton } from '#client/features/administration/table/open-button.tsx';
import { PageLinks } from '#client/features/administration/table/page-links.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { ruleOf } from '#shared/administration/acts.ts';
import type { FlagPage, ListedFlag } from '#shared/administration/inbox/inbox.ts';
import { includesRole } from '#shared/administration/roles.ts';
import { FlagKind } from '#shared/billing/flags.ts';
import { pages } from '#shared/pages.ts';

interface FlagsSectionProps {
  kind: FlagKind | undefined;
  place: { after: string | undefined; before: string | undefined };
}

export function FlagsSection({ kind, place }: FlagsSectionProps) {
  const t = useTranslations();
  const navigate = useNavigate();
  const query = trpc.administration.inbox.flags.useQuery({ kind, ...place });
  return (
    <section className="stack g5" aria-label={t('inbox.flags')}>
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
            ...FlagKind.options.map((each) => ({
              value: each as string,
              label: t(`inbox.kinds.${each}.name`),
            })),
          ]}
        />
      </div>
      <QueryBoundary query={query} section={t('inbox.flags')} height="20rem">
        {(page) => <Flags page={page} kind={kind} />}
      </QueryBoundary>
    </section>
  );
}

function Flags({ page: { flags, newer, older }, kind }: { page: FlagPage; kind: FlagKind | undefined }) {
  const t = useTranslations('inbox');
  const [asked, setAsked] = useState<ListedFlag | null>(null);
  const columns = useColumns(setAsked);
  if (flags.length === 0) return <EmptyList title={t('emptyFlags')} text={t('emptyFlagsText')} />;
  return (
    <>
      <DataTable name="flags" label={t('flags')} columns={columns} rows={flags} rowId={({ id }) => id} />
      <PageLinks to={pages.inbox} selection={{ view: 'flags', kind }} newer={newer} older={older} />
      <SettleOwnerless flag={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function useColumns(ask: (flag: ListedFlag) => void): Column<ListedFlag>[] {
  const t = useTranslations('inbox');
  const { dayOfInstant } = useFormats();
  const { data: account } = trpc.accounts.me.useQuery();
  const maySettle = includesRole(account?.administratorRole ?? null, ruleOf('flag.settle').role);
  return [
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
      cell: ({ kind, wantedAt }) => (
        <>
          <p>{t(`kinds.${kind}.name`)}</p>
          <p className="sm q">{t(`kinds.${kind}.effect`)}</p>
          {wantedAt !== null && <p className="sm">{t('wanted')}</p>}
        </>
      ),
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
              aria-label={`${t('decide')}: ${t(`kinds.${flag.kind}.name`)}, ${customer.name}`}
            >
              {t('decide')}
            </LinkButton>
          );
        return maySettle && <OpenButton onClick={() => ask(flag)}>{t('settle')}</OpenButton>;
      },
    },
  ];
}

interface SettleProps {
  /** Null while the dialog is closed. */
  flag: ListedFlag | null;
  onClose: () => void;
}

/** Settles a flag about a purchase that nobody owns. Others are settled on the page of the customer. */
function SettleOwnerless({ flag, onClose }: SettleProps) {
  const t = useTranslations('inbox');
  const { client } = trpc.useUtils();
  const [shown, setShown] = useState(flag);
  if (flag && flag !== shown) setShown(flag);
  if (!shown) return null;
  const { reference, kind } = shown;
  return (
    <ActDialog
      opened={flag !== null}
      title={t('settleTitle')}
      will={
        <>
          <p>{t(`kinds.${kind}.effect`)}</p>
          <p>{t('willSettle')}</p>
        </>
      }
      submit={t('settle')}
      send={(reason) =>
        client.administration.settling.settleFlag.mutate({ customerId: null, reference, reason })
      }
      result={() => t('settled')}
      invalidates={['flags']}
      onClose={onClose}
    />
  );
}
