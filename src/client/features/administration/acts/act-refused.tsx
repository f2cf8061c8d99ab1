/** Says in a dialog why an act isn't possible at the moment. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { ErrorCode } from '#shared/errors.ts';

export function ActRefused({ code, onClose }: { code: ErrorCode; onClose: () => void }) {
  const t = useTranslations('app');
  const sentenceOf = useFailureSentence();
  return (
    <div className="stack">
      <Alert tone="warn" role="alert">
        {sentenceOf({ code, retryAfterSeconds: null })}
      </Alert>
      <DialogActions>
        <Button variant="ink" data-autofocus onClick={onClose}>
          {t('close')}
        </Button>
      </DialogActions>
    </div>
  );
}
