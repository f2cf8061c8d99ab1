/** A link to the page in the product where the key is entered. */
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';

export function OpenProduct({ product, url }: { product: Product; url: string }) {
  const t = useTranslations();
  return (
    <AnchorButton
      href={url}
      target="_blank"
      rel="noreferrer"
      rightSection={<Icon name="external" size={16} />}
    >
      {t('licence.open', { product })}
      <span className="sr">, {t('app.opensNewTab')}</span>
    </AnchorButton>
  );
}
