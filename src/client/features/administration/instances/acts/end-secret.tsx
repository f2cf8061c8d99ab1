/** Ends one of two valid secrets. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ClientDetails } from '#shared/administration/instances.ts';

interface EndSecretProps {
  client: ClientDetails;
  number: number;
  opened: boolean;
  onClose: () => void;
}

export function EndSecret({ client: { id, name, secrets }, number, opened, onClose }: EndSecretProps) {
  const t = useTranslations('clientActs.end');
  const { deadline } = useFormats();
  const { client } = trpc.useUtils();
  // As it was when the dialog was opened: the page is refreshed behind it.
  const [olderEndsAt] = useState(() => (secrets[0]?.number === number ? (secrets[1]?.endsAt ?? null) : null));
  return (
    <ActDialog
      opened={opened}
      title={t('title', { number: String(number), name })}
      will={
        <>
          <p>{t('will')}</p>
          {olderEndsAt && <p>{t('willNewest', { at: deadline(olderEndsAt) })}</p>}
        </>
      }
      submit={t('submit')}
      send={(reason) => client.administration.instances.endSecret.mutate({ clientId: id, number, reason })}
      result={() => t('done')}
      invalidates={['instances']}
      onClose={onClose}
    />
  );
}
