/** Layout of the sign-in pages: the form on one side, the products on the other. */
import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { pages } from '#shared/pages.ts';
import classes from './auth-layout.module.css';
import { Footer } from './footer.tsx';
import { Logo } from './logo.tsx';

export function AuthLayout() {
  const t = useTranslations('auth');
  return (
    <div className={classes.split}>
      <div className={classes.form}>
        <header>
          <Logo to={pages.welcome} />
        </header>
        <main id="main" tabIndex={-1}>
          <div>
            <Outlet />
          </div>
        </main>
        <Footer />
      </div>
      <aside className={classes.about} aria-label={t('about')}>
        <ul>
          <li>
            <ProductLogo product="Monica" size={52} />
            <div className="stack g2">
              <h2>Monica</h2>
              <p className="q">{t('aboutMonica')}</p>
            </div>
          </li>
          <li>
            <ProductLogo product="OfficeLife" size={52} />
            <div className="stack g2">
              <h2>OfficeLife</h2>
              <p className="q">{t('aboutOfficelife')}</p>
            </div>
          </li>
        </ul>
      </aside>
    </div>
  );
}
