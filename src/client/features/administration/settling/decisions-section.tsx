/** What an administrator has to decide about a customer: purchases without an owner, flags and double payments. */
import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { OpenFlag } from '#shared/administration/settling.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { SettleClaim } from './settle-claim.tsx';
import { SettleDoublePayment } from './settle-double-payment.tsx';
import { SettleFlag } from './settle-flag.tsx';
import { useFlagWords } from './use-flag-words.ts';

type Question =
  | { kind: 'claim'; stream: string }
  | { kind: 'flag'; flag: OpenFlag }
  | { kind: 'double'; flag: OpenFlag };

export function DecisionsSection({ account, claims }: Pick<CustomerDetails, 'account' | 'claims'>) {
  const t = useTranslations('decisions');
  const tFlags = useTranslations('flags');
  const may = useMay();
  const flags = trpc.administration.settling.flags.useQuery({ customerId: account.id });
  const question = useQuestion<Question>();
  const heading = useRef<HTMLHeadingElement>(null);
  if (flags.error)
    return <LoadFailure section={t('title')} error={flags.error} onRetry={() => void flags.refetch()} />;
  const open = flags.data ?? [];
  if (open.length === 0 && claims.length === 0 && !question.opened) return null;
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
              {may('claim.settle', account) && (
                <Button onClick={() => question.ask({ kind: 'claim', stream })}>{t('assign')}</Button>
              )}
            </li>
          ))}
          {open.map((flag) => {
            const isDouble = flag.decisions.length > 0;
            return (
              <li key={flag.reference} className="row between wrap">
                <Flag flag={flag} />
                {may(isDouble ? 'payments.settleDouble' : 'flag.settle', account) && (
                  <Button onClick={() => question.ask({ kind: isDouble ? 'double' : 'flag', flag })}>
                    {isDouble ? t('decide') : tFlags('settle')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
      {question.dialog((asked, { opened, onClose }) => {
        const shown = {
          opened,
          onClose: () => {
            onClose();
            // The button that opened the dialog is gone once its question is decided.
            heading.current?.focus();
          },
        };
        switch (asked.kind) {
          case 'claim':
            return <SettleClaim account={account} stream={asked.stream} {...shown} />;
          case 'flag':
            return <SettleFlag customerId={account.id} flag={asked.flag} {...shown} />;
          case 'double':
            return <SettleDoublePayment customerId={account.id} flag={asked.flag} {...shown} />;
        }
      })}
    </section>
  );
}

function Flag({ flag: { kind, licenceId, orderId, raisedAt, wantedAt } }: { flag: OpenFlag }) {
  const t = useTranslations();
  const { dayOfInstant } = useFormats();
  const { name, why, effect } = useFlagWords()(kind);
  const about = [
    licenceId !== null && t('decisions.licence', { id: String(licenceId) }),
    orderId !== null && t('decisions.order', { id: orderId }),
  ].filter((each) => each !== false);
  const day = dayOfInstant(raisedAt, 'shortYear');
  return (
    <div>
      <p className="m">{name}</p>
      {why && (
        <p className="sm q">
          {why} {effect}
        </p>
      )}
      {wantedAt && <p className="sm q">{t('flags.wanted', { day: dayOfInstant(wantedAt) })}</p>}
      <p className="sm q">
        {about.length === 0 ? day : t('decisions.raised', { day, about: about.join(', ') })}
      </p>
    </div>
  );
}
