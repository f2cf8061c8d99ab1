/**
 * Explains what deleting the account does to the user's licences. If the deletion fails halfway, explains what has
 * already been done.
 */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { joinQueries, QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { isOpenAtPaddle, type LicenceView } from '#shared/licences/licences.ts';
import { pages, productPath } from '#shared/pages.ts';
import type { AccountDeletion } from '#shared/privacy/account-deletion.ts';
import classes from './what-deletion-does.module.css';

/** Names a licence, for example "OfficeLife, 14 seats". */
function useLicenceName() {
  const t = useTranslations('yourData');
  return ({ product, quantity }: { product: Product; quantity: number }): string =>
    isSoldPerSeat(product) ? t('ofSeats', { product, count: quantity }) : product;
}

/** Loads the data for the confirmation dialog. `isKnown` is true once all of it has loaded. */
export function useConsequences() {
  const licences = trpc.licences.list.useQuery({});
  const publicConfig = trpc.catalogue.publicConfig.useQuery();
  return { licences, publicConfig, isKnown: licences.data !== undefined && publicConfig.data !== undefined };
}

/** Lists the consequences of the deletion, licence by licence. */
export function Consequences({ of: { licences, publicConfig } }: { of: ReturnType<typeof useConsequences> }) {
  const t = useTranslations('yourData');
  return (
    <QueryBoundary query={joinQueries(licences, publicConfig)} section={t('question')} height="10rem">
      {([list, { today }]) => <ConsequenceList licences={list} today={today} />}
    </QueryBoundary>
  );
}

function ConsequenceList({ licences, today }: { licences: readonly LicenceView[]; today: CalendarDate }) {
  const t = useTranslations('yourData');
  // A licence that ended because its renewal wasn't paid may still have an open subscription at Paddle.
  const concerned = licences.filter((licence) => licence.standing !== 'ended' || isOpenAtPaddle(licence));
  const running = concerned.filter(isOpenAtPaddle).length;
  return (
    <ul className={classes.consequences}>
      {concerned.length === 0 && <li className="q">{t('noLicence')}</li>}
      {concerned.map((licence) => (
        <Licence key={licence.id} licence={licence} today={today} />
      ))}
      {running > 0 && <li className="q">{t(running === 1 ? 'ifOneFails' : 'ifSomeFail')}</li>}
      {concerned.length > 0 && (
        <li>{t.rich('keys', { link: (words) => <Link to={pageOfKeys(concerned)}>{words}</Link> })}</li>
      )}
      <li>{t('elsewhere')}</li>
      {(['receipts', 'gone', 'mail'] as const).map((each) => (
        <li key={each} className="q">
          {t(each)}
        </li>
      ))}
    </ul>
  );
}

/** Returns the page with all of the keys: that of the product or, if there are licences for several, the home page. */
function pageOfKeys([first, ...others]: readonly LicenceView[]): string {
  return first && others.every(({ product }) => product === first.product)
    ? productPath[first.product]
    : pages.home;
}

function Licence({ licence, today }: { licence: LicenceView; today: CalendarDate }) {
  const t = useTranslations('yourData');
  const { day } = useFormats();
  const nameOf = useLicenceName();
  const name = nameOf(licence);
  if (!isOpenAtPaddle(licence)) {
    return <li>{t('works', { licence: name, day: day(licence.worksThrough) })}</li>;
  }
  // Deleting the account cancels the subscription. A cancelled licence has no grace period, so it works through
  // `validUntil` rather than `worksThrough`.
  const isPause = licence.status === 'paused' || licence.pausesOn !== null;
  const through = isPause ? licence.worksThrough : licence.validUntil;
  return (
    <li>
      {through < today
        ? t('endsNow', { licence: name })
        : t('endsAndWorks', { licence: name, day: day(through) })}
    </li>
  );
}

/** Shown when Paddle couldn't cancel every subscription: the reason, what to do, and which ones were cancelled. */
export function AccountKept({ outcome }: { outcome: Extract<AccountDeletion, { status: 'kept' }> }) {
  const t = useTranslations('yourData');
  const { day } = useFormats();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const nameOf = useLicenceName();
  return (
    <Alert tone="danger" role="alert">
      <p>{t(outcome.why === 'paddle_busy' ? 'keptBusy' : 'keptUnavailable')}</p>
      {outcome.cancelled.map((licence) => (
        <p key={licence.id}>
          {publicConfig && licence.worksThrough < publicConfig.today
            ? t('cancelledOver', { licence: nameOf(licence) })
            : t('cancelledUntil', { licence: nameOf(licence), day: day(licence.worksThrough) })}
        </p>
      ))}
    </Alert>
  );
}
