/** Links to the newer and older pages of a list whose place stands in the page's address. */
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { pages } from '#shared/pages.ts';

interface PageLinksProps {
  to: (typeof pages)['inbox'];
  /** The filters, which all pages share. */
  selection: Readonly<Record<string, unknown>>;
  newer: string | null;
  older: string | null;
}

export function PageLinks({ to, selection, newer, older }: PageLinksProps) {
  const t = useTranslations('table');
  if (newer === null && older === null) return null;
  return (
    <nav className="row" aria-label={t('pages')}>
      <LinkButton
        to={to}
        search={{ ...selection, before: newer ?? undefined }}
        disabled={newer === null}
        tabIndex={0}
      >
        {t('newer')}
      </LinkButton>
      <LinkButton
        to={to}
        search={{ ...selection, after: older ?? undefined }}
        disabled={older === null}
        tabIndex={0}
      >
        {t('older')}
      </LinkButton>
    </nav>
  );
}
