/**
 * Waits for the licence after the return from Paddle. After two minutes, polls less often and tells the customer that
 * the payment is safe and how to get help.
 */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { nextQuestionIn, type Pace } from '#client/api/polling.ts';
import { trpc } from '#client/api/trpc.ts';
import { Icon } from '#client/ui/icon.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './waiting-for-licence.module.css';

const eagerMs = 1_500;
const patientMs = 10_000;
/** The number of questions doesn't count, because the page may have asked for the licences before. */
const unlimited = { eagerQuestions: 0, questions: Number.POSITIVE_INFINITY };
const eager: Pace = { ...unlimited, eagerMs, patientMs: eagerMs };
const patient: Pace = { ...unlimited, eagerMs, patientMs };
const patienceAfterMs = 120_000;

interface WaitingProps {
  product: Product;
  onNotPaid: () => void;
  /** Shown below the progress steps after two minutes of waiting. */
  children?: ReactNode;
}

export function WaitingForLicence({ product, onNotPaid, children }: WaitingProps) {
  const t = useTranslations('waiting');
  const isLong = useIsLong();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  trpc.licences.list.useQuery(
    { product },
    {
      refetchInterval: ({ state }) => nextQuestionIn(state, isLong ? patient : eager),
      // Polls while the tab is in the background too, because the customer may be reading the receipt in another tab.
      refetchIntervalInBackground: true,
    },
  );
  const mail =
    publicConfig && (() => <a href={`mailto:${publicConfig.supportEmail}`}>{publicConfig.supportEmail}</a>);
  return (
    <>
      <section className="card sec stack g5">
        <div className="stack g2" role="status">
          <h2>{isLong ? t('still') : t('title')}</h2>
          <p className="q">{isLong ? t('stillText') : t('lead')}</p>
          {isLong && mail && <p className="q">{t.rich('write', { mail })}</p>}
        </div>
        <ol className={classes.steps}>
          <li data-done>
            <span className={classes.dot}>
              <Icon name="check" size={14} />
            </span>
            {t('paid')}
          </li>
          <li aria-current="step">
            <span className={classes.dot} />
            {t('confirming')}
          </li>
          <li>
            <span className={classes.dot} />
            {t('key')}
          </li>
        </ol>
        <div>
          <Button onClick={onNotPaid}>{t('notPaid')}</Button>
        </div>
      </section>
      {isLong && children}
    </>
  );
}

function useIsLong(): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), patienceAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}
