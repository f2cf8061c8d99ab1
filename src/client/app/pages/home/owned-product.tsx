/** A product that the customer has: the key, state and day of each licence. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { PlansButton } from '#client/app/pages/plans-button.tsx';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { CopyKey } from '#client/features/licences/key/copy-key.tsx';
import { MaskedKey } from '#client/features/licences/key/masked-key.tsx';
import { useLicenceNames } from '#client/features/licences/licence-names.ts';
import { stateWordOf, useStateSentence } from '#client/features/licences/state/licence-state.ts';
import { StateBadge } from '#client/features/licences/state/state-badge.tsx';
import { wayBackOf } from '#client/features/licences/state/way-back.ts';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import classes from './home-page.module.css';

/** States that the sentence of the licence names already, and the normal one, which needs no badge. */
const withoutBadge: ReadonlySet<string> = new Set([
  'active',
  'trialing',
  'past_due',
  'pausing',
  'paused',
  'refunded',
]);

interface OwnedProductProps {
  product: Product;
  /** The licences that work. */
  licences: readonly LicenceView[];
  /** All licences of the product, which determine the names. */
  all: readonly LicenceView[];
}

export function OwnedProduct({ product, licences, all }: OwnedProductProps) {
  const t = useTranslations('home');
  const id = useId();
  const nameOf = useLicenceNames(all);
  return (
    <section className="card" data-product={product} aria-labelledby={id}>
      <div className={classes.head}>
        <ProductLogo product={product} size={24} />
        <h2 id={id}>{product}</h2>
        <LinkButton to={productPath[product]}>
          {t('see')}
          <span className="sr">, {product}</span>
        </LinkButton>
      </div>
      <ul>
        {licences.map((licence) => (
          <OwnedLicence
            key={licence.id}
            licence={licence}
            name={licences.length > 1 ? nameOf(licence) : null}
          />
        ))}
      </ul>
    </section>
  );
}

interface OwnedLicenceProps {
  licence: LicenceView;
  /** Distinguishes the licence from the product's others; null if it is the only one. */
  name: string | null;
}

function OwnedLicence({ licence, name }: OwnedLicenceProps) {
  const t = useTranslations();
  const sentence = useStateSentence();
  const frequencyName = useFrequencyName();
  const seats = isSoldPerSeat(licence.product) ? `, ${t('home.seats', { count: licence.quantity })}` : '';
  const title = name ?? `${frequencyName(licence)}${seats}`;
  const word = stateWordOf(licence);
  // A notice above has the same action if the licence ends within days.
  const way = licence.notices.some(({ kind }) => kind === 'ending') ? null : wayBackOf(licence);
  return (
    <li className="sec stack g3">
      <div className="stack g2">
        <span className="row wrap">
          <span className="m">{title}</span>
          {!withoutBadge.has(word) && <StateBadge word={word} />}
        </span>
        <p className="q">{sentence(licence)}</p>
        {way && (
          <div>
            {way.change === 'buy' ? (
              <PlansButton product={licence.product} />
            ) : (
              <LinkButton to={productPath[licence.product]} variant="default">
                {t(way.name)}
              </LinkButton>
            )}
          </div>
        )}
      </div>
      {licence.keyHint ? (
        <>
          <MaskedKey hint={licence.keyHint} />
          <CopyKey licenceId={licence.id} of={`${licence.product}, ${title}`} />
        </>
      ) : (
        <p className="sm q">{t('key.none')}</p>
      )}
    </li>
  );
}
