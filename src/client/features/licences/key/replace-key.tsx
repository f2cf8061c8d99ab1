/** Replaces a key that leaked. The customer chooses whether the old key stops at once or in a few days. */
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
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
      <Button aria-describedby={noteId} onClick={() => setOpened(true)}>
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
    <DialogBoundary query={preview} height="10rem" onClose={onClose}>
      {(shown) => (
        <Confirmation
          licence={licence}
          shown={shown}
          onOutdated={() => void preview.refetch()}
          onClose={onClose}
        />
      )}
    </DialogBoundary>
  );
}

interface ConfirmationProps extends QuestionProps {
  shown: KeyReplacement;
  /** Fetches what would happen now. */
  onOutdated: () => void;
}

function Confirmation({ licence, shown, onOutdated, onClose }: ConfirmationProps) {
  const t = useTranslations('key');
  const { deadline } = useFormats();
  const sentenceOf = useFailureSentence();
  const utils = trpc.useUtils();
  const [isAtOnce, setIsAtOnce] = useState(false);
  const replace = useReauthenticatedMutation(
    (asked: { keyId: number; oldKeysUntil: Date | null }) =>
      utils.client.billing.keys.replace.mutate({
        ...{ licenceId: licence.id, keyId: asked.keyId },
        oldKeysUntil: asked.oldKeysUntil?.toISOString() ?? null,
      }),
    {
      invalidates: ['licences'],
      why: 'key',
      // The key may have been replaced in another tab, or by an earlier attempt whose response was lost.
      onError: () => utils.licences.list.invalidate(),
    },
  );
  /** How many keys were replaced. Afterwards the licence no longer says so. */
  const [replacedCount, setReplacedCount] = useState(0);
  const { product, oldKeys } = licence;
  const { keyId, refusal, oldKeysUntil } = shown;
  const words = { product, end: deadline(oldKeysUntil), count: oldKeys.lasting + 1 };
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
          {t(isAtOnce ? 'replacedAtOnce' : 'replaced', { ...words, count: replacedCount })}
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
  function submit(replacedId: number): void {
    setReplacedCount(words.count);
    replace.mutate({ keyId: replacedId, oldKeysUntil: isAtOnce ? null : oldKeysUntil });
  }
  function checkAgain(): void {
    replace.reset();
    onOutdated();
  }
  return (
    <div className="stack">
      <p>{t('replaceNow')}</p>
      <fieldset className={classes.ends} disabled={replace.isPending}>
        <legend>{t('replaceWhen', words)}</legend>
        <End
          name={t('replaceLater', words)}
          note={t('replaceLaterNote', words)}
          isChosen={!isAtOnce}
          onChoose={() => setIsAtOnce(false)}
        />
        <End
          name={t('replaceAtOnce')}
          note={t('replaceAtOnceNote', words)}
          isChosen={isAtOnce}
          onChoose={() => setIsAtOnce(true)}
        />
      </fieldset>
      {[...new Set(oldKeys.stopping.map(deadline))].map((end) => (
        <p key={end} className="sm q">
          {t('replaceEarlier', { end })}
        </p>
      ))}
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
          <Button variant="ink" loading={replace.isPending} onClick={() => submit(keyId)}>
            {t('replaceSubmit')}
          </Button>
        )}
      </DialogActions>
    </div>
  );
}

interface EndProps {
  name: string;
  /** What the customer then has to do. */
  note: string;
  isChosen: boolean;
  onChoose: () => void;
}

/** One of the times at which the old key can stop. */
function End({ name, note, isChosen, onChoose }: EndProps) {
  const id = useId();
  return (
    <label>
      <input
        type="radio"
        name="old-key"
        checked={isChosen}
        onChange={onChoose}
        aria-labelledby={`${id}name`}
        aria-describedby={`${id}note`}
      />
      <span className="m" id={`${id}name`}>
        {name}
      </span>
      <span className="sm q" id={`${id}note`}>
        {note}
      </span>
    </label>
  );
}
