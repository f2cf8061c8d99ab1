/** A command or setting for the operator of an instance, with a button that copies it. */
import { useTranslations } from 'use-intl';
import { CopyButton } from '#client/ui/copy-button.tsx';
import classes from './instances.module.css';

/** Makes an instance of Monica ask for another token. */
export const forgetToken = 'php artisan cache:forget customer_portal.access_token';

export function CommandLine({ text }: { text: string }) {
  const t = useTranslations('clientActs');
  return (
    <div className={classes.code}>
      <code>{text}</code>
      <CopyButton text={text} label={t('copyCommand')} />
    </div>
  );
}
