/** Shows a licence key to an administrator, once. Nothing of it stays when the dialog is closed. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { CopyableCode } from '#client/features/administration/facts/copyable-code.tsx';
import { DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import { type LicenceQuestionProps, wordsOf } from './licence-in-question.ts';

export function RevealKey({ customerId, licence, opened, onClose }: LicenceQuestionProps) {
  const t = useTranslations('licenceActs');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('reveal.title', wordsOf(licence))}
      will={t('reveal.will')}
      submit={t('reveal.submit')}
      send={(reason) =>
        client.administration.licences.revealKey.mutate({ customerId, licenceId: licence.id, reason })
      }
      result={({ key }) => (
        <>
          <DialogTitle title={t('reveal.shown')} />
          <p className="q">{t('reveal.once')}</p>
          <CopyableCode text={key} label={t('reveal.copy')} />
        </>
      )}
      invalidates={[]}
      isSecret
      onClose={onClose}
    />
  );
}
