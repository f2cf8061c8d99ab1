/** What to set on an instance that doesn't check licences again. */
import { useTranslations } from 'use-intl';
import { CopyableCode } from '#client/features/administration/facts/copyable-code.tsx';

const setting = "'licence_key_encryption_key' => env('LICENCE_PRIVATE_KEY'),";
const command = 'php artisan config:clear';

export function WhatToDo() {
  const t = useTranslations('instances');
  const copy = useTranslations('clientActs')('copyCommand');
  return (
    <section className="card sec stack g3">
      <h2>{t('whatToDo')}</h2>
      <p>{t('monicaJob')}</p>
      <CopyableCode text={setting} label={copy} />
      <p>{t('monicaCache')}</p>
      <CopyableCode text={command} label={copy} />
      <p className="q">{t('otherwise')}</p>
    </section>
  );
}
