/** The licences of a customer, each with its history. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Facts } from '#client/features/administration/customer/facts.tsx';
import { UnfoldedHistory } from '#client/features/billing/history/unfolded-history.tsx';
import { stateWordOf } from '#client/features/licences/state/licence-state.ts';
import { StateBadge } from '#client/features/licences/state/state-badge.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { AdministratorsLicence } from '#shared/customer-details.ts';

interface LicencesSectionProps {
  customerId: number;
  licences: readonly AdministratorsLicence[];
}

export function LicencesSection({ customerId, licences }: LicencesSectionProps) {
  const t = useTranslations('customer');
  return (
    <section className="stack g3" aria-label={t('licences')}>
      <h2>{t('licences')}</h2>
      {licences.length === 0 ? (
        <p className="card sec q">{t('noLicences')}</p>
      ) : (
        licences.map((licence) => <Licence key={licence.id} customerId={customerId} licence={licence} />)
      )}
    </section>
  );
}

function Licence({ customerId, licence }: { customerId: number; licence: AdministratorsLicence }) {
  const t = useTranslations('customer');
  const { day, instant, money, number } = useFormats();
  const {
    id,
    product,
    planName,
    quantity,
    worksThrough,
    validUntil,
    renewsOn,
    nextCharge,
    keyEnd,
    lastPing,
  } = licence;
  return (
    <article className="card" aria-label={t('licenceOf', { product, id: String(id) })}>
      <div className="sec stack g3">
        <div className="row between wrap">
          <h3>{t('licenceOf', { product, id: String(id) })}</h3>
          <StateBadge word={stateWordOf(licence)} />
        </div>
        <Facts
          of={[
            [t('plan'), planName],
            [t('seats'), number(quantity)],
            [t('paidUntil'), day(validUntil)],
            [t('worksThrough'), worksThrough === validUntil ? null : day(worksThrough)],
            [
              t('nextCharge'),
              renewsOn &&
                (nextCharge
                  ? t('nextChargeOn', { day: day(renewsOn), amount: money(nextCharge) })
                  : day(renewsOn)),
            ],
            [t('keyEnd'), keyEnd && <span className="mono">{keyEnd}</span>],
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
      <History customerId={customerId} licence={licence} />
    </article>
  );
}

function History({ customerId, licence }: { customerId: number; licence: AdministratorsLicence }) {
  const t = useTranslations('customer');
  const [isOpen, setOpen] = useState(false);
  const history = trpc.administration.customers.history.useQuery(
    { customerId, licenceId: licence.id },
    { enabled: isOpen },
  );
  return (
    <details className="sec" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="m">{t('history')}</summary>
      {isOpen && (
        <QueryBoundary query={history} section={t('history')} height="8rem">
          {(known) => <UnfoldedHistory history={known} product={licence.product} />}
        </QueryBoundary>
      )}
    </details>
  );
}
