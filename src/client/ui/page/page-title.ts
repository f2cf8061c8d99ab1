/** Sets the title of the browser tab: the page's title, followed by the portal's name. */
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

export function usePageTitle(page: string): void {
  const t = useTranslations('app');
  const title = t('title', { page, name: t('name') });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
