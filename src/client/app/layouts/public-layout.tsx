/** Layout of the public pages: a header with the logo and sign-in links, the content and the footer. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { pages } from '#shared/pages.ts';
import { Footer } from './footer.tsx';
import { Logo } from './logo.tsx';
import classes from './public-layout.module.css';

export function PublicLayout({ children }: { children: ReactNode }) {
  const t = useTranslations('nav');
  const { data: account } = trpc.accounts.me.useQuery();
  return (
    <div className={classes.pub}>
      <header className={classes.top}>
        <Logo to={pages.welcome} />
        <nav className={classes.ways} aria-label={t('account')}>
          {account ? (
            <LinkButton to={pages.home}>{t('myLicences')}</LinkButton>
          ) : (
            <>
              <LinkButton to={pages.login} variant="plain">
                {t('signIn')}
              </LinkButton>
              <LinkButton to={pages.register} variant="ink">
                {t('createAccount')}
              </LinkButton>
            </>
          )}
        </nav>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <div className={classes.foot}>
        <Footer />
      </div>
    </div>
  );
}
