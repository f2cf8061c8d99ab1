/** What an administrator has to decide about a customer: purchases without an owner, flags and double payments. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { mayAct } from '#client/features/administration/acts/may-act.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import type { OpenFlag } from '#shared/administration/settling.ts';
import { FlagKind } from '#shared/billing/flags.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { SettleClaim } from './settle-claim.tsx';
import { SettleDoublePayment } from './settle-double-payment.tsx';
import { SettleFlag } from './settle-flag.tsx';

type Question =
  | { kind: 'claim'; stream: string }
  | { kind: 'flag'; flag: OpenFlag }
  | { kind: 'double'; flag: OpenFlag };

export function DecisionsSection({ account, claims }: Pick<CustomerDetails, 'account' | 'claims'>) {
  const t = useTranslations('decisions');
  const { data: administrator } = trpc.accounts.me.useQuery();
  const flags = trpc.administration.settling.flags.useQuery({ customerId: account.id });
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const may = (act: 'claim.settle' | 'flag.settle' | 'payments.settleDouble') =>
    mayAct(act, administrator?.administratorRole ?? null, account);
  const close = () => {
    setQuestion(null);
    // The button that opened the dialog is gone once its question is decided.
    heading.current?.focus();
  };
  if (flags.error)
    return <LoadFailure section={t('title')} error={flags.error} onRetry={() => void flags.refetch()} />;
  const open = flags.data ?? [];
  if (open.length === 0 && claims.length === 0 && question === null) return null;
  return (
    <section className="card" aria-label={t('title')}>
      <div className="sec stack g4">
        <h2 ref={heading} tabIndex={-1}>
          {t('title')}
        </h2>
        <ul className="stack g4">
          {claims.map(({ stream }) => (
            <li key={stream} className="row between wrap">
              <div>
                <p className="m">{t('purchase')}</p>
                <p className="sm q">{t('purchaseText', { stream })}</p>
              </div>
              {may('claim.settle') && (
                <Button onClick={() => setQuestion({ kind: 'claim', stream })}>{t('assign')}</Button>
              )}
            </li>
          ))}
          {open.map((flag) => {
            const isDouble = flag.decisions.length > 0;
            return (
              <li key={flag.reference} className="row between wrap">
                <Flag flag={flag} />
                {may(isDouble ? 'payments.settleDouble' : 'flag.settle') && (
                  <Button onClick={() => setQuestion({ kind: isDouble ? 'double' : 'flag', flag })}>
                    {t(isDouble ? 'decide' : 'settle')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
      {question?.kind === 'claim' && (
        <SettleClaim account={account} stream={question.stream} onClose={close} />
      )}
      {question?.kind === 'flag' && (
        <SettleFlag customerId={account.id} flag={question.flag} onClose={close} />
      )}
      {question?.kind === 'double' && (
        <SettleDoublePayment customerId={account.id} flag={question.flag} onClose={close} />
      )}
    </section>
  );
}

function Flag({ flag: { kind, licenceId, orderId, raisedAt, wantedAt } }: { flag: OpenFlag }) {
  const t = useTranslations('decisions');
  const { dayOfInstant } = useFormats();
  const known = knownWord(FlagKind.enum, kind);
  const about = [
    licenceId !== null && t('licence', { id: String(licenceId) }),
    orderId !== null && t('order', { id: orderId }),
  ].filter((each) => each !== false);
  const day = dayOfInstant(raisedAt, 'shortYear');
  return (
    <div>
      <p className="m">{known === null ? kind : t(`kinds.${known}`)}</p>
      {known && <p className="sm q">{t(`explained.${known}`)}</p>}
      {wantedAt && <p className="sm q">{t('wanted', { day: dayOfInstant(wantedAt) })}</p>}
      <p className="sm q">{about.length === 0 ? day : t('raised', { day, about: about.join(', ') })}</p>
    </div>
  );
}
