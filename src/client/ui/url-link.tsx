/** A link to another site that shows its URL and opens in a new tab. */
import { useTranslations } from 'use-intl';

export function UrlLink({ url }: { url: string }) {
  const t = useTranslations('app');
  return (
    <a href={url} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>
      {url}
      <span className="sr">, {t('opensNewTab')}</span>
    </a>
  );
}
