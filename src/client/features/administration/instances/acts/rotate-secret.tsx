/** Creates a new secret for a client, with an overlap, and shows it once. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { ClientDetails, RotatedCredentials } from '#shared/administration/instances.ts';
import { NewCredentials } from './new-credentials.tsx';

const overlaps = [1, 7, 30, 90] as const;

interface RotateSecretProps {
  client: ClientDetails;
  opened: boolean;
  onClose: () => void;
}

export function RotateSecret({ client: { id, name, secrets }, opened, onClose }: RotateSecretProps) {
  const t = useTranslations('clientActs.rotate');
  const { deadline } = useFormats();
  const utils = trpc.useUtils();
  const [days, setDays] = useState(7);
  const [endsOlder, setEndsOlder] = useState(false);
  const [isMissing, setMissing] = useState(false);
  // As it was when the dialog was opened: the page is refreshed behind it.
  const [older, setOlder] = useState(secrets[1]);
  async function rotate(reason: string): Promise<RotatedCredentials> {
    try {
      return await utils.client.administration.instances.rotateSecret.mutate({
        ...{ clientId: id, overlapDays: days, reason },
        endSecret: older?.number ?? null,
      });
    } catch (error) {
      // Another administrator was faster. Shows what there is now, so that it can be decided about.
      if (failureOf(error).code === 'two_secrets') {
        const now = await utils.administration.instances.find.fetch({ clientId: id }, { staleTime: 0 });
        setOlder(now.secrets[1]);
        setEndsOlder(false);
      }
      throw error;
    }
  }
  return (
    <ActDialog
      opened={opened}
      title={t('title', { name })}
      will={t('will')}
      submit={t('submit')}
      check={() => {
        const mayRotate = !older || endsOlder;
        setMissing(!mayRotate);
        return mayRotate;
      }}
      send={rotate}
      result={({ olderEndsAt }) => (olderEndsAt ? t('doneUntil', { at: deadline(olderEndsAt) }) : t('done'))}
      after={(credentials) => <NewCredentials credentials={credentials} onClose={onClose} />}
      invalidates={['instances']}
      onClose={onClose}
    >
      {older?.endsAt && (
        <Alert tone="warn">
          <div className="stack g2">
            <p>{t('two', { number: String(older.number), at: deadline(older.endsAt) })}</p>
            <Checkbox
              name="end-older"
              label={t('endOlder', { number: String(older.number) })}
              checked={endsOlder}
              onChange={(event) => {
                setEndsOlder(event.currentTarget.checked);
                setMissing(false);
              }}
            />
            {isMissing && (
              <p className="sm" role="alert">
                {t('endOlderMissing')}
              </p>
            )}
          </div>
        </Alert>
      )}
      <SelectField
        label={t('keep')}
        name="overlap"
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={[
          { value: '0', label: t('atOnce') },
          ...overlaps.map((count) => ({ value: String(count), label: t('days', { count }) })),
        ]}
      />
      {days === 0 && <p className="sm q">{t('nowWarning')}</p>}
    </ActDialog>
  );
}
