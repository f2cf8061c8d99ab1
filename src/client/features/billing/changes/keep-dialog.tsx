/** Continues an ended subscription under the same licence: what is charged when, then Paddle's checkout. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { browser } from '#client/browser.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { KeepPreview } from '#shared/billing/keep.ts';
import { TermsName } from './terms.tsx';
import { newRequestId } from './use-request.ts';

interface KeepQuestionProps {
  licenceId: number;
  onClose: () => void;
}

export function KeepQuestion({ licenceId, onClose }: KeepQuestionProps) {
  const sentenceOf = useFailureSentence();
  const offer = trpc.billing.changes.keep.preview.useQuery({ licenceId }, { staleTime: 0 });
  return (
    <QueryBoundary query={offer} height="12rem">
      {(shown) =>
        shown.status === 'impossible' ? (
          <Alert tone="warn">{sentenceOf({ code: shown.why, retryAfterSeconds: null })}</Alert>
        ) : (
          <Confirmation first={shown.preview} onClose={onClose} />
        )
      }
    </QueryBoundary>
  );
}

function Confirmation({ first, onClose }: { first: KeepPreview; onClose: () => void }) {
  const t = useTranslations('changes');
  const { day, money } = useFormats();
  const [preview, setPreview] = useState(first);
  const [haveTermsChanged, setHaveTermsChanged] = useState(false);
  const [requestId, setRequestId] = useState(newRequestId);
  const start = trpc.billing.changes.keep.start.useMutation({
    onSuccess: (started) => {
      if (started.status === 'link') return browser.goTo(started.url);
      setPreview(started.preview);
      setHaveTermsChanged(true);
      setRequestId(newRequestId());
    },
  });
  const { payment, today, next, priceSource, paidThrough, daysPaidTwice, planId, quantity } = preview;
  const said = (amount: string) => (priceSource === 'plan' ? t('about', { amount }) : amount);
  const isLeaving = start.isPending || start.data?.status === 'link';
  return (
    <div className="stack">
      {haveTermsChanged && (
        <Alert tone="warn" role="alert">
          {t('termsChanged')}
        </Alert>
      )}
      <p>
        {payment === 'later' && paidThrough !== null
          ? t('keepLater', { day: day(paidThrough), amount: said(money(next.amount)), next: day(next.on) })
          : t('keepToday', { amount: said(money(today)), next: day(next.on) })}
      </p>
      {daysPaidTwice > 0 && <Alert tone="warn">{t('keepTwice', { days: daysPaidTwice })}</Alert>}
      <p className="q">
        {t.rich('keepSame', { plan: () => <TermsName terms={preview} /> })} {t('keyStays')}
      </p>
      <p className="sm q">{t('keepLink')}</p>
      {start.error && <ActionFailure error={start.error} money />}
      <p className="sr" role="status">
        {isLeaving && t('opening')}
      </p>
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('stay')}
        </Button>
        <Button
          variant="ink"
          loading={isLeaving}
          onClick={() =>
            start.mutate({
              ...{ licenceId: preview.licenceId, planId, quantity, requestId },
              shown: { payment, today },
            })
          }
        >
          {t('keepSubmit')}
        </Button>
      </DialogActions>
    </div>
  );
}
