/**
 * Target of the link sent to a new e-mail address. Opening it changes nothing, because mail scanners open links too.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure, LoadFailure } from '#client/failures/failure-alert.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

export function ConfirmEmailPage() {
  const t = useTranslations('person.confirmEmail');
  usePageTitle(t('title'));
  const { token } = useSearch({ from: '/customer/confirm-email' });
  const { data: account } = trpc.accounts.me.useQuery();
  if (!account) return <Skeleton height="12rem" />;
  return token === undefined ? (
    <Ended title={t('invalid')} text={t('invalidText', { email: account.email })} />
  ) : (
    <Ask token={token} account={account} />
  );
}

function Ask({ token, account }: { token: string; account: AccountView }) {
  const t = useTranslations('person.confirmEmail');
  const { data: change, error, refetch } = trpc.accounts.email.ofLink.useQuery({ token });
  const { client } = trpc.useUtils();
  const confirm = useMutation({
    mutationFn: async ({ email }: { email: string }) => ({
      ...(await client.accounts.email.confirmChange.mutate({ token })),
      email,
    }),
    // Purchases made with the new address now belong to the account, so licences and receipts are refetched too.
    meta: { invalidates: ['account', 'emailChange', 'securityLog', 'licences', 'receipts'] },
  });
  switch (confirm.data?.status) {
    case 'changed':
      return <Ended title={t('done')} text={t('doneText', { email: confirm.data.email })} />;
    case 'taken':
      return <Ended title={t('invalid')} text={t('taken')} />;
    case 'link_invalid':
      return <Ended title={t('invalid')} text={t('invalidText', { email: account.email })} />;
    default:
      if (error && failureOf(error).code !== 'invalid_input') {
        return (
          <div className="stack g5">
            <h1 tabIndex={-1}>{t('title')}</h1>
            <LoadFailure section={t('title')} error={error} onRetry={() => void refetch()} />
          </div>
        );
      }
      if (change === undefined && !error) return <Skeleton height="12rem" />;
      if (!change) {
        return <Ended title={t('invalid')} text={t('invalidText', { email: account.email })} />;
      }
      return (
        <div className="stack g5">
          <h1 tabIndex={-1}>{t('title')}</h1>
          <section className="card sec stack">
            {confirm.isError && <ActionFailure error={confirm.error} />}
            <p className="q">{t('lead', { email: change.email, old: account.email })}</p>
            <div className="row">
              <Button variant="ink" loading={confirm.isPending} onClick={() => confirm.mutate(change)}>
                {t('submit')}
              </Button>
            </div>
          </section>
        </div>
      );
  }
}

function Ended({ title, text }: { title: string; text: string }) {
  const t = useTranslations('person.confirmEmail');
  return (
    <div className="stack g5" role="status">
      <h1 tabIndex={-1}>{title}</h1>
      <section className="card sec stack">
        <p className="q">{text}</p>
        <div className="row">
          <LinkButton to={pages.settings}>{t('settings')}</LinkButton>
        </div>
      </section>
    </div>
  );
}
