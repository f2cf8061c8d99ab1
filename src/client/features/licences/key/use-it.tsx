/** The steps for entering the key in the product. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { UrlLink } from '#client/ui/url-link.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { LastPing } from './last-ping.tsx';

interface UseItProps {
  licence: LicenceView;
  /** URL of the page in the product where the key is entered. */
  url: string | undefined;
}

export function UseIt({ licence, url }: UseItProps) {
  const { product } = licence;
  const t = useTranslations();
  const id = useId();
  const address = () => (url ? <UrlLink url={url} /> : product);
  return (
    <div className="stack g3">
      <h3 className="sm q m" id={id}>
        {t('use.heading', { product })}
      </h3>
      <ol className="steps small" aria-labelledby={id}>
        <li>
          <span>{t.rich('use.goTo', { address })}</span>
        </li>
        <li>
          <span>{t.rich('use.locate', { b: (words) => <b className="b">{words}</b> })}</span>
        </li>
        <li>
          <span>{t('use.checked', { product })}</span>
        </li>
      </ol>
      <LastPing licence={licence} />
    </div>
  );
}
