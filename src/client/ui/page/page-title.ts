/** Sets the title of the browser tab. */
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

export function usePageTitle(page: string): void {
  const t = useTranslations('app');
  const title = t('title', { page });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
