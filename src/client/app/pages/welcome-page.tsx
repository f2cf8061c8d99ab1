/** The landing page: the products, their prices and how licences work. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { PublicLayout } from '#client/app/layouts/public-layout.tsx';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { ProductSite } from '#client/brand/product-site.tsx';
import { PriceLine } from '#client/features/catalogue/price-line.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { pages, productPath } from '#shared/pages.ts';
import classes from './welcome-page.module.css';

export function WelcomePage() {
  const t = useTranslations('welcome');
  usePageTitle(t('title'));
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  return (
    <PublicLayout>
      <div className={classes.hero}>
        <h1 tabIndex={-1}>{t('heading')}</h1>
        <p className="q">{t('lead')}</p>
      </div>
      <div className={classes.duo}>
        <div className="card">
          <ProductCard product="Monica" tagline={t('monicaFor')} points={[t('monica1'), t('monica2')]} />
          <ProductCard
            product="OfficeLife"
            tagline={t('officelifeFor')}
            points={[t('officelife1'), t('officelife2')]}
          />
        </div>
      </div>
      <div className={classes.trio}>
        <section>
          <h2>{t('safeTitle')}</h2>
          <p>{t('safe')}</p>
        </section>
        <section>
          <h2>{t('fastTitle')}</h2>
          <p>{t('fast')}</p>
        </section>
        <section>
          <h2>{t('cancelTitle')}</h2>
          <p>{t('cancel', { days: publicConfig?.graceDays ?? 0 })}</p>
        </section>
      </div>
    </PublicLayout>
  );
}

interface ProductCardProps {
  product: Product;
  tagline: string;
  points: readonly string[];
}

function ProductCard({ product, tagline, points }: ProductCardProps) {
  const t = useTranslations('welcome');
  const { data: account } = trpc.accounts.me.useQuery();
  const id = `product-${product}`;
  return (
    <section data-product={product} aria-labelledby={id}>
      <div className={classes.name}>
        <ProductLogo product={product} size={36} />
        <div>
          <h2 id={id}>{product}</h2>
          <p className="q sm">
            {tagline}
            <ProductSite product={product} />
          </p>
        </div>
      </div>
      <PriceLine product={product} />
      <ul className="stack g2">
        {points.map((point) => (
          <li key={point} className={classes.point}>
            <span className="mark">
              <Icon name="check" />
            </span>
            {point}
          </li>
        ))}
      </ul>
      <div>
        {account ? (
          <LinkButton to={productPath[product]} variant="accent" size="lg">
            {t('get', { product })}
          </LinkButton>
        ) : (
          <LinkButton to={pages.register} search={{ next: productPath[product] }} variant="accent" size="lg">
            {t('get', { product })}
          </LinkButton>
        )}
      </div>
    </section>
  );
}
