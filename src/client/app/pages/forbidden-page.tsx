/** Shown at the administration URLs: administrators use the command line, and other users have no access. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';

export function ForbiddenPage() {
  const t = useTranslations();
  const { data: account } = trpc.accounts.me.useQuery();
  const isAdministrator = typeof account?.administratorRole === 'string';
  const title = t(isAdministrator ? 'forbidden.titleAdministrator' : 'forbidden.title');
  usePageTitle(title);
  return (
    <div className="stack g5">
      <div className="stack g2">
        <h1 tabIndex={-1}>{title}</h1>
        <p className="q">{t(isAdministrator ? 'forbidden.textAdministrator' : 'forbidden.text')}</p>
      </div>
      <div>
        <LinkButton to={pages.home}>{t('nav.home')}</LinkButton>
      </div>
    </div>
  );
}
