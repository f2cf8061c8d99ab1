/** Gives the customer another key. Administrators don't see it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActForm } from '#client/features/administration/acts/act-dialog.tsx';
import { ActRefused } from '#client/features/administration/acts/act-refused.tsx';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import type { KeyReplacement } from '#shared/billing/keys.ts';
import { type LicenceQuestionProps, wordsOf } from './licence-in-question.ts';

export function ReissueKey({ opened, ...question }: LicenceQuestionProps) {
  const t = useTranslations('licenceActs');
  return (
    <Dialog
      opened={opened}
      onClose={question.onClose}
      title={t('reissue.title', wordsOf(question.licence))}
      product={question.licence.product}
    >
      {opened && <Question {...question} />}
    </Dialog>
  );
}

type QuestionProps = Omit<LicenceQuestionProps, 'opened'>;

function Question(question: QuestionProps) {
  const { customerId, licence, onClose } = question;
  const preview = trpc.administration.licences.previewReissue.useQuery(
    { customerId, licenceId: licence.id },
    // What is shown is what is promised, so nothing older is shown, and it doesn't change while it is being read.
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  return (
    <DialogBoundary query={preview} height="12rem" onClose={onClose}>
      {({ keyId, refusal, oldKeysUntil }) =>
        refusal !== null || keyId === null ? (
          <ActRefused code={refusal ?? 'key_unreadable'} onClose={onClose} />
        ) : (
          <Replacement {...question} keyId={keyId} oldKeysUntil={oldKeysUntil} />
        )
      }
    </DialogBoundary>
  );
}

interface ReplacementProps extends QuestionProps {
  keyId: number;
  oldKeysUntil: KeyReplacement['oldKeysUntil'];
}

function Replacement({ customerId, licence, keyId, oldKeysUntil, onClose }: ReplacementProps) {
  const t = useTranslations('licenceActs');
  const { deadline } = useFormats();
  const { client } = trpc.useUtils();
  const [isAtOnce, setAtOnce] = useState(false);
  const end = deadline(oldKeysUntil);
  return (
    <ActForm
      will={
        <>
          <p>{t('reissue.will')}</p>
          {!isAtOnce && <p>{t('reissue.later', { end })}</p>}
        </>
      }
      submit={t('reissue.submit')}
      send={(reason) =>
        client.administration.licences.reissue.mutate({
          ...{ customerId, licenceId: licence.id, keyId, reason },
          oldKeysUntil: isAtOnce ? null : oldKeysUntil.toISOString(),
        })
      }
      result={() => (isAtOnce ? t('reissue.doneAtOnce') : t('reissue.done', { end }))}
      invalidates={['customers']}
      onClose={onClose}
    >
      <Checkbox
        label={t('reissue.atOnce')}
        name="at-once"
        checked={isAtOnce}
        onChange={(event) => setAtOnce(event.currentTarget.checked)}
      />
    </ActForm>
  );
}
