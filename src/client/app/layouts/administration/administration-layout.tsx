/** Layout of the administration: a sidebar with its screens on desktop, a top bar with a menu on phones. */
import { Button, Menu } from '@mantine/core';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { AccountMenu } from '#client/app/layouts/account-menu.tsx';
import frame from '#client/app/layouts/app-layout.module.css';
import { Footer } from '#client/app/layouts/footer.tsx';
import { Logo } from '#client/app/layouts/logo.tsx';
import {
  CommandPalette,
  PaletteButton,
  usePaletteKey,
} from '#client/features/administration/palette/command-palette.tsx';
import { SecondFactorNeeded } from '#client/features/administration/second-factor-needed.tsx';
import { WordsAboutCustomers } from '#client/features/administration/words-about-customers.tsx';
import { Reauthentication } from '#client/features/identity/reauthentication/reauthentication.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { pages } from '#shared/pages.ts';
import classes from './administration-layout.module.css';
import { screens } from './screens.ts';

export function AdministrationLayout() {
  const t = useTranslations();
  const { data: account } = trpc.accounts.me.useQuery();
  // Asked in the same request as the page's own data, which the server refuses without a second factor.
  const { data: signInMethods } = trpc.identity.signInMethods.useQuery();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const openPalette = () => setPaletteOpen(true);
  usePaletteKey(openPalette);
  return (
    <WordsAboutCustomers>
      <div className={`${frame.layout} ${classes.layout}`}>
        <header className={frame.banner}>
          <div className={`${frame.topbar} ${classes.topbar}`}>
            <Logo to={pages.home} />
            <div className="row">
              <Button onClick={openPalette}>{t('palette.open')}</Button>
              <ScreensMenu />
              {account && <AccountMenu account={account} compact />}
            </div>
          </div>
          <div className={frame.side}>
            <Logo to={pages.home} />
            <PaletteButton onOpen={openPalette} />
            <nav aria-label={t('nav.main')}>
              <ul className={frame.nav}>
                <li>
                  <Link to={pages.home}>
                    <Icon name="arrowLeft" />
                    {t('nav.myLicences')}
                  </Link>
                </li>
                <li className={frame.cap}>{t('administration.screens')}</li>
                {screens.map(({ to, name, icon, isExact = false }) => (
                  <li key={to}>
                    <Link to={to} activeOptions={{ ...active, exact: isExact }} activeProps={current}>
                      <Icon name={icon} />
                      {t(`administration.names.${name}`)}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
            {account && <AccountMenu account={account} />}
          </div>
        </header>
        <CommandPalette
          screens={screens.map(({ to, name }) => ({ to, name: t(`administration.names.${name}`) }))}
          opened={isPaletteOpen}
          onClose={() => setPaletteOpen(false)}
        />
        <div className={frame.content}>
          <main className={`${frame.page} ${classes.wide}`} id="main" tabIndex={-1}>
            <ViewEnded />
            <Reauthentication>
              {signInMethods && !signInMethods.hasTwoStep ? <SecondFactorNeeded /> : <Outlet />}
            </Reauthentication>
          </main>
          <div className={`${frame.foot} ${classes.wide}`}>
            <Footer />
          </div>
        </div>
      </div>
    </WordsAboutCustomers>
  );
}

const active = { includeSearch: false } as const;
const current = { 'aria-current': 'page' } as const;

/** Says that a view has ended by itself; shown once, on the first page after it. */
function ViewEnded() {
  const t = useTranslations('view');
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [first] = useState(path);
  const [ended] = useState(tab.endedView);
  useEffect(() => tab.forgetEndedView(), []);
  if (!ended || path !== first) return null;
  return (
    <div className={frame.news}>
      <Alert tone="info" role="status">
        {t('ended', { name: ended.customer.name })}
      </Alert>
    </div>
  );
}

/** The screens as a menu, on phones. */
function ScreensMenu() {
  const t = useTranslations();
  return (
    <Menu position="bottom-end" shadow="none" loop withinPortal={false}>
      <Menu.Target>
        <Button rightSection={<Icon name="chevronDown" size={16} />}>{t('administration.menu')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={pages.home} leftSection={<Icon name="arrowLeft" />}>
          {t('nav.myLicences')}
        </Menu.Item>
        <Menu.Divider />
        {screens.map(({ to, name, icon, isExact = false }) => (
          <Menu.Item
            key={to}
            component={Link}
            to={to}
            activeOptions={{ ...active, exact: isExact }}
            activeProps={current}
            leftSection={<Icon name={icon} />}
          >
            {t(`administration.names.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
