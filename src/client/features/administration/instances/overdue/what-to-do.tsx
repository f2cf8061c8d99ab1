/** What to set on an instance that doesn't check licences again. */
import { useTranslations } from 'use-intl';
import { CommandLine } from '#client/features/administration/instances/command-line.tsx';

const setting = "'licence_key_encryption_key' => env('LICENCE_PRIVATE_KEY'),";
const command = 'php artisan config:clear';

export function WhatToDo() {
  const t = useTranslations('instances');
  return (
    <section className="card sec stack g3">
      <h2>{t('whatToDo')}</h2>
      <p>{t('monicaJob')}</p>
      <CommandLine text={setting} />
      <p>{t('monicaCache')}</p>
      <CommandLine text={command} />
      <p className="q">{t('otherwise')}</p>
    </section>
  );
}
