/** Says that the mail server of the account's address refuses e-mails, and what the customer can do about it. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { pages } from '#shared/pages.ts';

export function RefusedAddress() {
  const t = useTranslations('mailChoices');
  const { dayOfInstant } = useFormats();
  const { data: account } = trpc.accounts.me.useQuery();
  const { data: refusal } = trpc.accounts.email.refusal.useQuery();
  const utils = trpc.useUtils();
  const tryAgain = trpc.accounts.email.tryAgain.useMutation({
    onSuccess: () => utils.accounts.email.refusal.setData(undefined, null),
    meta: { invalidates: [] },
  });
  if (!account) return null;
  const { email } = account;
  return (
    <>
      {refusal && (
        <Alert tone="warn">
          <p>{t('refused', { email, day: dayOfInstant(refusal.since) })}</p>
          <p>
            {t.rich('refusedMend', {
              change: (words) => (
                <Link to={pages.settings} hash="email">
                  {words}
                </Link>
              ),
            })}
          </p>
          <div className="row">
            <Button loading={tryAgain.isPending} onClick={() => tryAgain.mutate()}>
              {t('tryAgain')}
            </Button>
          </div>
        </Alert>
      )}
      {tryAgain.error !== null && <ActionFailure error={tryAgain.error} />}
      <p className="sm q" role="status">
        {tryAgain.isSuccess && !refusal && t('triedAgain', { email })}
      </p>
    </>
  );
}
