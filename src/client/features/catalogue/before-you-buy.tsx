/**
 * The column beside the plans: the steps after payment, the consequences of cancelling, the support address, and the
 * country of the prices.
 */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { UrlLink } from '#client/ui/url-link.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './before-you-buy.module.css';
import { ChangeCountry } from './country/country-dialog.tsx';
import { SupportLink } from './support-link.tsx';

export function BeforeYouBuy({ product, country }: { product: Product; country: string }) {
  const t = useTranslations('offers');
  const formats = useFormats();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  /** Links to the page in the product where the key is entered. */
  const address = () => (publicConfig ? <UrlLink url={publicConfig.billingUrls[product]} /> : product);
  return (
    <aside className="stack g5" aria-label={t('before')}>
      <section className={`card ${classes.next}`}>
        <h2>{t('next')}</h2>
        <ol className="steps small">
          <li>
            <span>{t('next1')}</span>
          </li>
          <li>
            <span>{t('next2')}</span>
          </li>
          <li>
            <span>{t.rich('next3', { address, b: (words) => <b className="b">{words}</b> })}</span>
          </li>
        </ol>
      </section>
      <dl className={classes.questions}>
        <div>
          <dt className="m">{t('ifCancel')}</dt>
          <dd className="q">{t('ifCancelText')}</dd>
        </div>
        <div>
          <dt className="m">{t('questions')}</dt>
          <dd className="q">
            <SupportLink />
          </dd>
        </div>
        <div>
          <dt className="m">{t('pricesFor', { country: formats.country(country) })}</dt>
          <dd className="q">
            <ChangeCountry product={product} country={country} />
          </dd>
        </div>
      </dl>
    </aside>
  );
}
