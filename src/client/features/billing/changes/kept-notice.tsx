/** Tells customers who come back from Paddle whether their licence continues. */
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';

/** Milliseconds between questions while Paddle's alert is awaited. */
const askEveryMs = 2_000;

export function KeptNotice({ changeId }: { changeId: string }) {
  const t = useTranslations('changes');
  const sentenceOf = useFailureSentence();
  const answersOf = useAnswersOf();
  const status = trpc.billing.changes.status.useQuery(
    { changeId },
    {
      staleTime: 0,
      retry: false,
      refetchInterval: ({ state: { data } }) =>
        data?.state === 'asked' || data?.state === 'unknown' ? askEveryMs : false,
    },
  );
  const isKept = status.data?.state === 'confirmed';
  useEffect(() => {
    if (isKept) void answersOf('licences', 'receipts', 'changes');
  }, [answersOf, isKept]);
  if (!status.data) return null;
  if (status.data.state === 'refused') {
    const code = status.data.refusal ?? 'change_refused';
    return <Alert tone="warn">{sentenceOf({ code, retryAfterSeconds: null })}</Alert>;
  }
  return (
    <Alert tone={isKept ? 'ok' : 'info'} role="status">
      {t(isKept ? 'kept' : 'keptWaiting')}
    </Alert>
  );
}
