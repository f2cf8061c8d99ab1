/** The accounts whose addresses mail servers refuse for good, and the act that lets e-mails go to them again. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { ListPage } from '#client/features/administration/table/list-page.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { RefusingAddress } from '#shared/administration/mails.ts';
import { pages } from '#shared/pages.ts';

export function RefusingList() {
  const t = useTranslations('mails');
  const { after, before } = useSearch({ from: '/administration/mails' });
  const lifting = useQuestion<RefusingAddress>();
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
            page={page}
            isFirst={!after && !before}
            isEmpty={page.addresses.length === 0}
            words={{ empty: t('noRefusing'), emptyText: t('noRefusingText') }}
          >
            <Addresses addresses={page.addresses} onLift={lifting.ask} />
          </ListPage>
        )}
      </QueryBoundary>
      {/* Here, because it says what has happened after the address has left the list. */}
      {lifting.dialog((address, shown) => (
        <LiftSuppression address={address} {...shown} />
      ))}
    </>
  );
}

interface LiftSuppressionProps {
  address: RefusingAddress;
  opened: boolean;
  onClose: () => void;
}

function LiftSuppression({ address: { customerId, name }, opened, onClose }: LiftSuppressionProps) {
  const t = useTranslations('mails');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('liftTitle')}
      will={t('willLift', { name })}
      submit={t('lift')}
      send={(reason) => client.administration.mails.liftSuppression.mutate({ customerId, reason })}
      result={() => t('lifted')}
      invalidates={['customers', 'mails']}
      onClose={onClose}
    />
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
  const may = useMay();
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
          may('mail.liftSuppression', about) && <Button onClick={() => onLift(address)}>{t('lift')}</Button>
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
