/** The way back from the page of one thing to the list that it is in. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { pages } from '#shared/pages.ts';

interface PathProps {
  to: (typeof pages)['customers' | 'inbox' | 'instances'];
  /** The name of the list. */
  children: string;
}

export function Path({ to, children }: PathProps) {
  const t = useTranslations('administration');
  return (
    <nav aria-label={t('path')} className="sm q">
      <Link to={to}>{children}</Link>
    </nav>
  );
}
