/** Cancels the subscription. A reason may be given, and nothing else is asked. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConfirmChange } from './confirm-change.tsx';

export function CancelQuestion({ licenceId, onClose }: { licenceId: number; onClose: () => void }) {
  const t = useTranslations('changes');
  const [reason, setReason] = useState('');
  return (
    <div className="stack">
      <Textarea
        label={t('cancelReason')}
        name="reason"
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ConfirmChange
        licenceId={licenceId}
        change={{ kind: 'cancel', ...(reason.trim() ? { reason } : {}) }}
        submit={t('cancelSubmit')}
        stay={t('cancelStay')}
        onClose={onClose}
      />
    </div>
  );
}
