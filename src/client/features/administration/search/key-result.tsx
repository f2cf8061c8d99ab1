/** Says whether a pasted licence key works, and if not, why. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { SearchedKey } from '#shared/administration/customers.ts';
import { LicenceEnd } from '#shared/licences/licences.ts';

export function KeyResult({ searched: { isReadable, licence } }: { searched: SearchedKey }) {
  const t = useTranslations('customers.key');
  const { day, instant } = useFormats();
  if (!licence) return <Alert tone="warn">{t(isReadable ? 'notStored' : 'notReadable')}</Alert>;
  const { id, product, keyRetiredAt, isKeyReplaced, endReason, nextCheckOn, customerId } = licence;
  const known = endReason && knownWord(LicenceEnd.enum, endReason);
  const works = !isKeyReplaced && endReason === null;
  return (
    <Alert tone={works ? 'ok' : 'warn'}>
      <p className="m">{t('belongs', { product, id: String(id) })}</p>
      {isKeyReplaced && <p>{t('replaced', { at: keyRetiredAt ? instant(keyRetiredAt) : '' })}</p>}
      {!isKeyReplaced && keyRetiredAt && <p>{t('retiring', { at: instant(keyRetiredAt) })}</p>}
      {known && <p>{t(`ended.${known}`)}</p>}
      {works && <p>{nextCheckOn ? t('works', { day: day(nextCheckOn) }) : t('worksNow')}</p>}
      {customerId === null && <p>{t('nobody')}</p>}
    </Alert>
  );
}
