/** Shows a licence key to an administrator, once. Nothing of it stays when the dialog is closed. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import { type LicenceQuestionProps, wordsOf } from './licence-in-question.ts';
import classes from './reveal-key.module.css';

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
          <code className={classes.key}>{key}</code>
          <div className="row wrap">
            <CopyButton text={key} label={t('reveal.copy')} />
          </div>
        </>
      )}
      invalidates={[]}
      isSecret
      onClose={onClose}
    />
  );
}
