/** The home page: the state of each product and the latest receipts. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { LatestReceipts } from '#client/features/billing/latest-receipts.tsx';
import { PriceLine } from '#client/features/catalogue/price-line.tsx';
import {
  sortLicences,
  stateWordOf,
  useStateSentence,
} from '#client/features/licences/state/licence-state.ts';
import { StateBadge } from '#client/features/licences/state/state-badge.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import classes from './home-page.module.css';

export function HomePage() {
  const t = useTranslations('home');
  usePageTitle(t('title'));
  const licences = trpc.licences.list.useQuery({});
  return (
    <div className="stack g5">
      <div>
        <h1 tabIndex={-1}>{t('heading')}</h1>
        <p className="q">{t('lead')}</p>
      </div>
      <QueryBoundary query={licences} height="13rem">
        {(list) => (
          <div className={`card ${classes.duo}`}>
            {products.map((product) => (
              <ProductSummary
                key={product}
                product={product}
                licences={list.filter((licence) => licence.product === product)}
              />
            ))}
          </div>
        )}
      </QueryBoundary>
      <LatestReceipts />
    </div>
  );
}

function ProductSummary({ product, licences }: { product: Product; licences: readonly LicenceView[] }) {
  const t = useTranslations();
  const id = `product-${product}`;
  const { current, ended } = sortLicences(licences);
  return (
    <section data-product={product} aria-labelledby={id}>
      <div className={classes.name}>
        <ProductLogo product={product} size={28} />
        <h2 id={id}>{product}</h2>
      </div>
      {current.length > 0 ? (
        <ul className="stack g3">
          {current.map((licence) => (
            <LicenceSummary key={licence.id} licence={licence} />
          ))}
        </ul>
      ) : (
        <NoLicence product={product} ended={ended[0]} />
      )}
      <div className={classes.way}>
        <LinkButton to={productPath[product]}>
          {current.length > 0 ? t('home.see') : t('home.get', { product })}
          {current.length > 0 && <span className="sr">, {product}</span>}
        </LinkButton>
      </div>
    </section>
  );
}

function LicenceSummary({ licence }: { licence: LicenceView }) {
  const t = useTranslations();
  const sentence = useStateSentence();
  const frequencyName = useFrequencyName();
  const word = stateWordOf(licence);
  const seats = isSoldPerSeat(licence.product) ? `, ${t('home.seats', { count: licence.quantity })}` : '';
  return (
    <li className="stack g2">
      <span className="row wrap">
        <span className="m">
          {frequencyName(licence)}
          {seats}
        </span>
        <StateBadge word={word} />
      </span>
      <span className="q sm">{sentence(licence)}</span>
    </li>
  );
}

function NoLicence({ product, ended }: { product: Product; ended: LicenceView | undefined }) {
  const t = useTranslations();
  const sentence = useStateSentence();
  return (
    <div className="stack g2">
      <span>
        <Badge tone="none">{t('status.none')}</Badge>
      </span>
      {ended ? <p className="q sm">{sentence(ended)}</p> : <PriceLine product={product} />}
    </div>
  );
}
