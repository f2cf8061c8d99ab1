/** The licences of a customer: why each of them works or doesn't, its history, and what can be done with it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { GrantLicence } from '#client/features/administration/licences/grant-licence.tsx';
import { LicenceKeys } from '#client/features/administration/licences/licence-keys.tsx';
import { useWhyLicence } from '#client/features/administration/licences/use-why-licence.ts';
import { FoldedHistory } from '#client/features/billing/history/folded-history.tsx';
import { stateWordOf } from '#client/features/licences/state/licence-state.ts';
import { StateBadge } from '#client/features/licences/state/state-badge.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import type {
  AdministratorsLicence,
  CustomerDetails,
  CustomerSubscription,
} from '#shared/customer-details.ts';
import { LicenceActs } from './licence-acts.tsx';

interface LicencesSectionProps {
  account: CustomerDetails['account'];
  licences: readonly AdministratorsLicence[];
  subscriptions: readonly CustomerSubscription[];
}

export function LicencesSection({ account, licences, subscriptions }: LicencesSectionProps) {
  const t = useTranslations();
  const may = useMay();
  const granting = useQuestion<true>();
  return (
    <section className="stack g3" aria-label={t('customer.licences')}>
      <div className="row between wrap">
        <h2>{t('customer.licences')}</h2>
        {may('licence.grant', account) && (
          <Button onClick={() => granting.ask(true)}>{t('licenceActs.grant.submit')}</Button>
        )}
      </div>
      {licences.length === 0 ? (
        <p className="card sec q">{t('customer.noLicences')}</p>
      ) : (
        licences.map((licence) => (
          <Licence
            key={licence.id}
            account={account}
            licence={licence}
            subscription={currentOf(licence, subscriptions)}
          />
        ))
      )}
      {granting.dialog((_, shown) => (
        <GrantLicence customer={account} {...shown} />
      ))}
    </section>
  );
}

/** Returns the subscription that pays for a licence, or did last; null if none has. */
const currentOf = ({ id }: AdministratorsLicence, subscriptions: readonly CustomerSubscription[]) =>
  subscriptions.find(({ licenceId, status }) => licenceId === id && status !== 'deleted') ??
  subscriptions.find(({ licenceId }) => licenceId === id) ??
  null;

interface LicenceProps {
  account: CustomerDetails['account'];
  licence: AdministratorsLicence;
  subscription: CustomerSubscription | null;
}

function Licence({ account, licence, subscription }: LicenceProps) {
  const t = useTranslations('customer');
  const { day, instant, money, number } = useFormats();
  const whyOf = useWhyLicence();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const history = trpc.administration.customers.history.useQuery(
    { customerId: account.id, licenceId: licence.id },
    { enabled: isHistoryOpen },
  );
  const { id, product, validUntil, worksThrough, renewsOn, nextCharge, keyEnd, earlierKeys, lastPing } =
    licence;
  const { tone, sentences } = whyOf(licence, subscription);
  const why = sentences.map((sentence) => <p key={sentence}>{sentence}</p>);
  return (
    <article className="card" aria-label={t('licenceOf', { product, id: String(id) })}>
      <div className="sec stack g3">
        <div className="row between wrap">
          <div className="row wrap">
            <h3>{t('licenceOf', { product, id: String(id) })}</h3>
            <StateBadge word={stateWordOf(licence)} />
          </div>
          <LicenceActs account={account} licence={licence} subscription={subscription} />
        </div>
        {tone === 'warn' ? <Alert tone="warn">{why}</Alert> : <div className="sm q">{why}</div>}
        <Facts
          of={[
            [t('plan'), licence.planName],
            [t('seats'), isSoldPerSeat(product) && number(licence.quantity)],
            [t('paidUntil'), day(validUntil)],
            [t('worksThrough'), worksThrough === validUntil ? null : day(worksThrough)],
            [
              t('nextCharge'),
              renewsOn &&
                (nextCharge
                  ? t('nextChargeOn', { day: day(renewsOn), amount: money(nextCharge) })
                  : day(renewsOn)),
            ],
            [t('keyEnd'), earlierKeys.length === 0 && keyEnd && <span className="mono">…{keyEnd}</span>],
            [t('keys'), earlierKeys.length > 0 && <LicenceKeys {...licence} />],
            [
              t('lastPing'),
              lastPing
                ? lastPing.isOverdue
                  ? t('pingOverdue', { at: instant(lastPing.at) })
                  : instant(lastPing.at)
                : t('noPing'),
            ],
          ]}
        />
      </div>
      <FoldedHistory
        heading={<h4>{t('history')}</h4>}
        product={product}
        history={history}
        onToggle={setHistoryOpen}
      />
    </article>
  );
}
