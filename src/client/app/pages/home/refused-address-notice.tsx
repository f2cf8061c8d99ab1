/** Says that e-mails to the account's address come back. The settings offer what can be done about it. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { pages } from '#shared/pages.ts';

export function RefusedAddressNotice({ email, since }: { email: string; since: Date }) {
  const t = useTranslations('home');
  const { dayOfInstant } = useFormats();
  return (
    <Alert
      tone="warn"
      role="status"
      action={
        <LinkButton to={pages.settings} hash="e-mails">
          {t('checkAddress')}
        </LinkButton>
      }
    >
      {t('refusedAddress', { email, day: dayOfInstant(since) })}
    </Alert>
  );
}
