/** The accounts whose addresses mail servers refuse for good, and the act that lets e-mails go to them again. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { mayAct } from '#client/features/administration/acts/may-act.ts';
import { type Column, DataTable } from '#client/features/administration/table/data-table.tsx';
import { ListPage } from '#client/features/administration/table/list-page.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { RefusingAddress } from '#shared/administration/mails.ts';
import { pages } from '#shared/pages.ts';

export function RefusingList() {
  const t = useTranslations('mails');
  const { after, before } = useSearch({ from: '/administration/mails' });
  const { client } = trpc.useUtils();
  const [asked, setAsked] = useState<RefusingAddress | null>(null);
  const query = trpc.administration.mails.refusing.useQuery(
    { after, before },
    { placeholderData: keepPreviousData },
  );
  return (
    <>
      <p className="q">{t('refusingLead')}</p>
      <QueryBoundary query={query} section={t('part.refusing')} height="28rem">
        {(page) => (
          <ListPage
            to={pages.mails}
            part={{ show: 'refusing' }}
            selection={{}}
            page={page}
            isFirst={!after && !before}
            isEmpty={page.addresses.length === 0}
            words={{
              emptyFilter: t('noRefusing'),
              emptyFilterText: t('noRefusingText'),
              empty: t('noRefusing'),
              emptyText: t('noRefusingText'),
            }}
          >
            <Addresses addresses={page.addresses} onLift={setAsked} />
          </ListPage>
        )}
      </QueryBoundary>
      {/* Here, because it says what has happened after the address has left the list. */}
      <ActDialog
        opened={asked !== null}
        title={t('liftTitle')}
        will={t('willLift', { name: asked?.name ?? '' })}
        submit={t('lift')}
        send={(reason) =>
          client.administration.mails.liftSuppression.mutate({ customerId: asked?.customerId ?? 0, reason })
        }
        result={() => t('lifted')}
        invalidates={['customers', 'mails']}
        onClose={() => setAsked(null)}
      />
    </>
  );
}

interface AddressesProps {
  addresses: readonly RefusingAddress[];
  onLift: (address: RefusingAddress) => void;
}

function Addresses({ addresses, onLift }: AddressesProps) {
  const t = useTranslations('mails');
  const { instant } = useFormats();
  const { data: account } = trpc.accounts.me.useQuery();
  const columns: Column<RefusingAddress>[] = [
    {
      id: 'name',
      label: t('name'),
      isFixed: true,
      cell: ({ customerId, name }) => (
        <Link className="m" to={pages.customer} params={{ customerId: String(customerId) }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'email',
      label: t('address'),
      isFixed: true,
      cell: ({ email, isEmailVerified }) => (
        <>
          {email} {!isEmailVerified && <Badge tone="warn">{t('notConfirmed')}</Badge>}
        </>
      ),
    },
    { id: 'since', label: t('since'), cell: ({ since }) => <span className="nw">{instant(since)}</span> },
    {
      id: 'lift',
      label: t('action'),
      isFixed: true,
      cell: (address) => {
        const { customerId, role } = address;
        const about = { role, isSelf: customerId === account?.id };
        return (
          mayAct('mail.liftSuppression', account?.administratorRole ?? null, about) && (
            <Button onClick={() => onLift(address)}>{t('lift')}</Button>
          )
        );
      },
    },
  ];
  return (
    <DataTable
      name="refusing-addresses"
      label={t('part.refusing')}
      columns={columns}
      rows={addresses}
      rowId={({ customerId }) => customerId}
    />
  );
}
