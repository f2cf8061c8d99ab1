/** Replaces a key that leaked. Before the customer confirms, says until when the old key works. */
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { KeyReplacement } from '#shared/billing/keys.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import classes from './licence-key.module.css';

export function ReplaceKey({ licence }: { licence: LicenceView }) {
  const t = useTranslations('key');
  const [opened, setOpened] = useState(false);
  const noteId = useId();
  const close = () => setOpened(false);
  return (
    <div className={`row wrap ${classes.note}`}>
      <p className="sm q" id={noteId}>
        {t('leaked')}
      </p>
      <Button variant="plain" aria-describedby={noteId} onClick={() => setOpened(true)}>
        {t('replace')}
      </Button>
      <Dialog opened={opened} onClose={close} title={t('replaceTitle')} product={licence.product}>
        {opened && <Question licence={licence} onClose={close} />}
      </Dialog>
    </div>
  );
}

interface QuestionProps {
  licence: LicenceView;
  onClose: () => void;
}

function Question({ licence, onClose }: QuestionProps) {
  const preview = trpc.billing.keys.preview.useQuery(
    { licenceId: licence.id },
    // What is shown is what is promised, so nothing older is shown, and it doesn't change while it is being read.
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  return (
    <QueryBoundary query={preview} height="10rem">
      {(shown) => (
        <Confirmation
          licence={licence}
          shown={shown}
          onOutdated={() => void preview.refetch()}
          onClose={onClose}
        />
      )}
    </QueryBoundary>
  );
}

interface ConfirmationProps extends QuestionProps {
  shown: KeyReplacement;
  /** Fetches what would happen now. */
  onOutdated: () => void;
}

function Confirmation({ licence, shown, onOutdated, onClose }: ConfirmationProps) {
  const t = useTranslations('key');
  const { instant } = useFormats();
  const sentenceOf = useFailureSentence();
  const utils = trpc.useUtils();
  const replace = useReauthenticatedMutation(
    ({ keyId, oldKeysUntil }: { keyId: number; oldKeysUntil: Date }) =>
      utils.client.billing.keys.replace.mutate({
        ...{ licenceId: licence.id, keyId },
        oldKeysUntil: oldKeysUntil.toISOString(),
      }),
    {
      invalidates: ['licences'],
      why: 'key',
      // The key may have been replaced in another tab, or by an earlier attempt whose response was lost.
      onError: () => utils.licences.list.invalidate(),
    },
  );
  const { product, notices } = licence;
  const earlier = notices.find((notice) => notice.kind === 'key_replaced');
  const { keyId, refusal, oldKeysUntil } = shown;
  const words = { product, end: instant(oldKeysUntil) };
  const closeButton = (
    <DialogActions>
      <Button variant="ink" data-autofocus onClick={onClose}>
        {t('replaceDone')}
      </Button>
    </DialogActions>
  );

  if (replace.isSuccess) {
    return (
      <div className="stack">
        <Alert tone="ok" role="status">
          {t('replaced', words)}
        </Alert>
        {closeButton}
      </div>
    );
  }
  if (refusal !== null || keyId === null) {
    return (
      <div className="stack">
        <p>{sentenceOf({ code: refusal ?? 'key_unreadable', retryAfterSeconds: null })}</p>
        {closeButton}
      </div>
    );
  }
  function checkAgain(): void {
    replace.reset();
    onOutdated();
  }
  return (
    <div className="stack">
      <p>{t('replaceNow')}</p>
      <p>
        {t('replaceOld', words)} {t('replaceThen', words)}
      </p>
      {earlier && <p>{t('replaceEarlier', { end: instant(earlier.stopsAt) })}</p>}
      {replace.failure && <ActionFailure error={replace.failure} />}
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('replaceStay')}
        </Button>
        {replace.failure ? (
          <Button variant="ink" onClick={checkAgain}>
            {t('replaceCheck')}
          </Button>
        ) : (
          <Button
            variant="ink"
            loading={replace.isPending}
            onClick={() => replace.mutate({ keyId, oldKeysUntil })}
          >
            {t('replaceSubmit')}
          </Button>
        )}
      </DialogActions>
    </div>
  );
}
