/** Layout of the signed-in pages: a sidebar on desktop, a top bar and tabs on phones. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { pages } from '#shared/pages.ts';
import { AccountMenu } from './account-menu.tsx';
import classes from './app-layout.module.css';
import { Footer } from './footer.tsx';
import { Logo } from './logo.tsx';

/** Shows the current page or, instead of it, the given content. */
export function AppLayout({ children }: { children?: ReactNode }) {
  const t = useTranslations('nav');
  const { data: account } = trpc.accounts.me.useQuery();
  return (
    <div className={classes.layout}>
      <header className={classes.banner}>
        <div className={classes.topbar}>
          <Logo to={pages.home} />
          {account && <AccountMenu account={account} compact />}
        </div>
        <div className={classes.side}>
          <Logo to={pages.home} />
          <nav aria-label={t('main')}>
            <ul className={classes.nav}>
              <NavItem to={pages.home} icon={<Icon name="home" />} label={t('home')} />
              <li className={classes.cap}>{t('products')}</li>
              <NavItem to={pages.monica} icon={<ProductLogo product="Monica" size={18} />} label="Monica" />
              <NavItem
                to={pages.officelife}
                icon={<ProductLogo product="OfficeLife" size={18} />}
                label="OfficeLife"
              />
              <li className={classes.cap}>{t('you')}</li>
              <NavItem to={pages.receipts} icon={<Icon name="receipt" />} label={t('receipts')} />
              <NavItem to={pages.profile} icon={<Icon name="person" />} label={t('profile')} />
              <NavItem to={pages.settings} icon={<Icon name="settings" />} label={t('settings')} />
            </ul>
          </nav>
          {account && <AccountMenu account={account} />}
        </div>
      </header>
      <div className={classes.content}>
        <main className={classes.page} id="main" tabIndex={-1}>
          <div className={classes.news}>
            {account && <NowSomebodyElse name={account.name} />}
            <JustConfirmed />
          </div>
          {children ?? <Outlet />}
        </main>
        <div className={classes.foot}>
          <Footer />
        </div>
      </div>
      <nav className={classes.tabs} aria-label={t('main')}>
        <Tab to={pages.home} icon={<Icon name="home" size={22} />} label={t('home')} />
        <Tab to={pages.monica} icon={<ProductLogo product="Monica" size={22} />} label="Monica" />
        <Tab to={pages.officelife} icon={<ProductLogo product="OfficeLife" size={22} />} label="OfficeLife" />
        <Tab to={pages.receipts} icon={<Icon name="receipt" size={22} />} label={t('receipts')} />
        <Tab to={pages.profile} icon={<Icon name="person" size={22} />} label={t('address')} />
        <Tab to={pages.settings} icon={<Icon name="settings" size={22} />} label={t('settings')} />
      </nav>
    </div>
  );
}

/**
 * Tells the user that the tab now shows another account. Switching accounts reloads the tab; this is shown on the first
 * page after the reload.
 */
function NowSomebodyElse({ name }: { name: string }) {
  const t = useTranslations('nav');
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [first] = useState(path);
  if (!tab.hasMoved() || path !== first) return null;
  return (
    <Alert tone="warn" role="alert">
      {t('nowSomebodyElse', { name })}
    </Alert>
  );
}

/** Tells the user that the link in the e-mail has confirmed their address; shown on the first page only. */
function JustConfirmed() {
  const t = useTranslations('nav');
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [first] = useState(path);
  if (!tab.hasArrived() || path !== first) return null;
  return (
    <Alert tone="ok" role="status">
      {t('confirmed')}
    </Alert>
  );
}

interface WayProps {
  to: (typeof pages)['home' | 'monica' | 'officelife' | 'receipts' | 'profile' | 'settings'];
  icon: ReactNode;
  label: string;
}

const exact = { exact: true, includeSearch: false } as const;

function NavItem(props: WayProps) {
  return (
    <li>
      <Tab {...props} />
    </li>
  );
}

function Tab({ to, icon, label }: WayProps) {
  return (
    <Link to={to} activeOptions={exact} activeProps={{ 'aria-current': 'page' }}>
      {icon}
      {label}
    </Link>
  );
}
