/** The e-mails to a customer: which, when, and whether they were sent. */
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ownKeys } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { useMailWords } from '#client/features/administration/mails/use-mail-words.ts';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { type CustomerDetails, CustomerMailPage } from '#shared/customer-details.ts';

type CustomerMail = CustomerMailPage['mails'][number];

type Account = CustomerDetails['account'];

const states = CustomerMailPage.shape.mails.element.shape.state.enum;

export function MailsSection({ account }: { account: Account }) {
  const { id: customerId } = account;
  const t = useTranslations('customer');
  const { client } = trpc.useUtils();
  const query = useInfiniteQuery({
    queryKey: [...ownKeys.customerMails, customerId],
    queryFn: ({ pageParam, signal }) =>
      client.administration.customers.mails.query(
        { customerId, ...(pageParam !== null && { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <section className="stack g3" aria-label={t('mails')}>
      <h2>{t('mails')}</h2>
      <QueryBoundary query={query} section={t('mails')} height="10rem">
        {({ pages }) => <Mails account={account} mails={pages.flatMap(({ mails }) => mails)} />}
      </QueryBoundary>
      {query.hasNextPage && (
        <div>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('olderMails')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Mails({ account, mails }: { account: Account; mails: readonly CustomerMail[] }) {
  const t = useTranslations('customer');
  const again = useTranslations('accountActs.resendMail');
  const may = useMay();
  const resending = useQuestion<CustomerMail>();
  const { kind } = useMailWords();
  const { instant } = useFormats();
  if (mails.length === 0) return <p className="card sec q">{t('noMails')}</p>;
  const resendColumn: Column<CustomerMail> = {
    id: 'again',
    label: again('column'),
    isFixed: true,
    cell: (mail) =>
      mail.state !== 'waiting' && (
        <Button
          variant="plain"
          aria-label={again('of', { template: kind(mail.template), at: instant(mail.createdAt) })}
          onClick={() => resending.ask(mail)}
        >
          {again('submit')}
        </Button>
      ),
  };
  const columns: Column<CustomerMail>[] = [
    {
      id: 'created',
      label: t('day'),
      isFixed: true,
      cell: ({ createdAt }) => <span className="nw">{instant(createdAt)}</span>,
    },
    {
      id: 'template',
      label: t('mail'),
      isFixed: true,
      cell: ({ template }) => kind(template),
    },
    { id: 'state', label: t('state'), cell: (mail) => <State mail={mail} /> },
    { id: 'attempts', label: t('attempts'), isNumber: true, isExtra: true, cell: ({ attempts }) => attempts },
    {
      id: 'error',
      label: t('lastError'),
      cell: ({ lastError }) => lastError && <span className="mono">{lastError}</span>,
    },
    ...(may('customer.resendMail', account) ? [resendColumn] : []),
  ];
  return (
    <>
      <DataTable
        name="customer-mails"
        label={t('mails')}
        columns={columns}
        rows={mails}
        rowId={({ id }) => id}
      />
      {resending.dialog((mail, shown) => (
        <ResendMail customerId={account.id} mail={mail} {...shown} />
      ))}
    </>
  );
}

interface ResendMailProps {
  customerId: number;
  mail: CustomerMail;
  opened: boolean;
  onClose: () => void;
}

function ResendMail({ customerId, mail: { id: mailId, template }, opened, onClose }: ResendMailProps) {
  const t = useTranslations('accountActs.resendMail');
  const { kind } = useMailWords();
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('title')}
      will={t('will', { template: kind(template) })}
      submit={t('submit')}
      send={(reason) => client.administration.accounts.resendMail.mutate({ customerId, mailId, reason })}
      result={() => t('done')}
      invalidates={['customerMails']}
      onClose={onClose}
    />
  );
}

function State({ mail: { state } }: { mail: CustomerMail }) {
  const t = useTranslations('customer');
  const known = knownWord(states, state);
  if (known === null) return state;
  const word = t(`mailStates.${known}`);
  return known === 'failed' || known === 'suppressed' ? (
    <Badge tone="warn">{word}</Badge>
  ) : (
    <span className="q">{word}</span>
  );
}
