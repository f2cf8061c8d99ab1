/** Shown after the confirmation e-mail for a first sign-in has been sent. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { useLocale } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';

export function SocialSignUpSent({ email, onAnother }: { email: string; onAnother: () => void }) {
  const t = useTranslations();
  const { locale } = useLocale();
  const again = useMutation({ mutationFn: authClient.finishFirstSignIn, meta: { invalidates: [] } });
  return (
    <div className="stack g5">
      <AuthHeading title={t('providers.first.sent')}>
        <p className="q">{t.rich('providers.first.sentText', { email, b: (words) => <b>{words}</b> })}</p>
      </AuthHeading>
      <div className="stack">
        <p className="q">{t('auth.linkHelp')}</p>
        {again.isError && <AuthAlert error={again.error} />}
        {again.isSuccess && (
          <Alert tone="ok" role="status">
            {t('auth.sentAgain')}
          </Alert>
        )}
        <Button size="lg" fullWidth loading={again.isPending} onClick={() => again.mutate({ locale, email })}>
          {t('auth.sendAgain')}
        </Button>
        <Button size="lg" fullWidth variant="default" onClick={onAnother}>
          {t('providers.first.otherAddress')}
        </Button>
      </div>
    </div>
  );
}
