/** Ends one of two valid secrets. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ClientDetails } from '#shared/administration/instances.ts';

interface EndSecretProps {
  client: ClientDetails;
  /** Null while the dialog is closed. */
  number: number | null;
  onClose: () => void;
}

export function EndSecret({ client: { id, name, secrets }, number, onClose }: EndSecretProps) {
  const t = useTranslations('clientActs.end');
  const { deadline } = useFormats();
  const { client } = trpc.useUtils();
  // Stays while the dialog fades out, and after the secret has ended.
  const [asked, setAsked] = useState({ number, olderEndsAt: null as Date | null });
  if (number !== null && number !== asked.number) {
    const isNewest = secrets[0]?.number === number;
    setAsked({ number, olderEndsAt: isNewest ? (secrets[1]?.endsAt ?? null) : null });
  }
  if (asked.number === null) return null;
  const chosen = asked.number;
  return (
    <ActDialog
      key={chosen}
      opened={number !== null}
      title={t('title', { number: String(chosen), name })}
      will={
        <>
          <p>{t('will')}</p>
          {asked.olderEndsAt && <p>{t('willNewest', { at: deadline(asked.olderEndsAt) })}</p>}
        </>
      }
      submit={t('submit')}
      send={(reason) =>
        client.administration.instances.endSecret.mutate({ clientId: id, number: chosen, reason })
      }
      result={() => t('done')}
      invalidates={['instances']}
      onClose={onClose}
    />
  );
}
