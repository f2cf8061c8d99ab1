/**
 * What needs the customer's attention, each with the one thing to do about it: the notices of all licences, the most
 * urgent first, and an e-mail address that doesn't work.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { PlansButton } from '#client/app/pages/plans-button.tsx';
import { TwoPayments } from '#client/app/pages/two-payments.tsx';
import { useLicenceNames } from '#client/features/licences/licence-names.ts';
import { isKnownNotice, NoticeAlert } from '#client/features/licences/notices/notice-alert.tsx';
import { wayBackOf } from '#client/features/licences/state/way-back.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { byUrgency } from '#shared/licences/notices.ts';
import { productPath } from '#shared/pages.ts';
import { RefusedAddressNotice } from './refused-address-notice.tsx';

export function HomeNotices({ licences }: { licences: readonly LicenceView[] }) {
  const t = useTranslations('home');
  const { data: account } = trpc.accounts.me.useQuery();
  const { data: refusal } = trpc.accounts.email.refusal.useQuery();
  const all = licences
    .flatMap((licence) => licence.notices.filter(isKnownNotice).map((notice) => ({ licence, notice })))
    .sort((a, b) => byUrgency(a.notice, b.notice));
  const nameOf = useLicenceNames(licences);
  const isOneOfSeveral = ({ id, product }: LicenceView): boolean =>
    licences.some((other) => other.product === product && other.id !== id);
  const refused = account && refusal;
  if (all.length === 0 && !refused) return null;
  return (
    <section aria-label={t('notices')}>
      <ul className="stack g3">
        {all.map(({ licence, notice }) => (
          <li key={`${licence.id} ${notice.kind}`}>
            {notice.kind === 'two_payments' ? (
              <TwoPayments licence={licence} name={nameOf(licence)} />
            ) : (
              <NoticeAlert
                licence={licence}
                notice={notice}
                name={isOneOfSeveral(licence) ? nameOf(licence) : null}
                whenEnding={<WhenEnding licence={licence} />}
              />
            )}
          </li>
        ))}
        {refused && (
          <li>
            <RefusedAddressNotice email={account.email} since={refusal.since} />
          </li>
        )}
      </ul>
    </section>
  );
}

/** Leads to the page of the product, where the notice has a button for the same action. */
function WhenEnding({ licence }: { licence: LicenceView }): ReactNode {
  const t = useTranslations();
  const way = wayBackOf(licence);
  if (way === null || way.change === 'buy') return <PlansButton product={licence.product} />;
  return <LinkButton to={productPath[licence.product]}>{t(way.name)}</LinkButton>;
}
