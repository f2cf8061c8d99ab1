/** A link to another site that shows its URL and opens in a new tab. */
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';

export function UrlLink({ url }: { url: string }) {
  const t = useTranslations('app');
  return (
    <a href={url} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>
      {partsOf(url).map(({ start, text }) => (
        <Fragment key={start}>
          {text}
          <wbr />
        </Fragment>
      ))}
      <span className="sr">, {t('opensNewTab')}</span>
    </a>
  );
}

/** Splits a URL where a line may break: before the slashes of its path, rather than within a word. */
const partsOf = (url: string) =>
  [...url.matchAll(/.+?(?=$|(?<=[^/:])\/[^/])/g)].map(({ index: start, 0: text }) => ({ start, text }));
