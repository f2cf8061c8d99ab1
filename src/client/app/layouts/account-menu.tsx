/** The account menu: profile, settings, language, appearance and sign-out. */
import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { FailureBar } from '#client/failures/failure-bar.tsx';
import { useLocale } from '#client/i18n/locale.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { type AccountView, Locale, locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';
import { pages } from '#shared/pages.ts';
import classes from './account-menu.module.css';
import { useSwitchLocale } from './use-switch-locale.ts';

const schemes = ['auto', 'light', 'dark'] as const satisfies readonly MantineColorScheme[];
const schemeWords = { auto: 'system', light: 'light', dark: 'dark' } as const;
const isScheme = (value: string): value is (typeof schemes)[number] =>
  (schemes as readonly string[]).includes(value);

interface AccountMenuProps {
  account: AccountView;
  /** Whether to show only the initials, as on phones. */
  compact?: boolean;
}

export function AccountMenu({ account, compact = false }: AccountMenuProps) {
  const t = useTranslations('nav');
  const { locale } = useLocale();
  const switchLocale = useSwitchLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const initials = initialsOf(account.name);
  return (
    <div className={compact ? undefined : classes.me}>
      <Menu
        position={compact ? 'bottom-end' : 'top-start'}
        width={compact ? 208 : 'target'}
        shadow="none"
        loop
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        floatingStrategy="fixed"
      >
        <Menu.Target>
          <button
            type="button"
            className={compact ? classes.round : classes.who}
            aria-label={t('accountOf', { initials, name: account.name })}
          >
            <span className={classes.initials} aria-hidden="true">
              {initials}
            </span>
            {!compact && (
              <span className={classes.names}>
                <span className="sm m ell">{account.name}</span>
                <span className="xs qq ell">{account.email}</span>
              </span>
            )}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {/*
           * Not preloaded on hover: on its way to "Sign out", the last item, the pointer crosses these links, and a
           * preload could still be running when the user signs out.
           */}
          <Menu.Item component={Link} to={pages.profile} preload={false} leftSection={<Icon name="person" />}>
            {t('profile')}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={pages.settings}
            preload={false}
            leftSection={<Icon name="settings" />}
          >
            {t('settings')}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={pages.settings}
            hash="tokens"
            preload={false}
            leftSection={<Icon name="token" />}
          >
            {t('tokens')}
          </Menu.Item>
          {account.administratorRole !== null && (
            <Menu.Item
              component={Link}
              to={pages.administration}
              preload={false}
              leftSection={<Icon name="list" />}
            >
              {t('administration')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Label>{t('language')}</Menu.Label>
          <Menu.RadioGroup
            value={locale}
            onChange={(value) => {
              const chosen = Locale.safeParse(value);
              if (chosen.success) switchLocale.mutate(chosen.data);
            }}
          >
            {locales.map((each) => (
              <Menu.RadioItem key={each} value={each} lang={each}>
                {languages[each].ownName}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t('appearance')}</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(value) => {
              if (isScheme(value)) setColorScheme(value);
            }}
          >
            {schemes.map((scheme) => (
              <Menu.RadioItem key={scheme} value={scheme}>
                {t(schemeWords[scheme])}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="logOut" />}
            // Not `disabled`, which would take the keyboard focus out of the menu.
            aria-disabled={signOut.isPending || undefined}
            onClick={() => !signOut.isPending && signOut.mutate()}
          >
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {signOut.error && <FailureBar error={signOut.error} onClose={signOut.reset} />}
      {switchLocale.error && <FailureBar error={switchLocale.error} onClose={switchLocale.reset} />}
    </div>
  );
}

function useSignOut() {
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: authClient.signOut,
    // Nothing is refetched, because the user is signed out.
    meta: { invalidates: [] },
    onSuccess: async () => {
      tab.forget();
      utils.accounts.me.setData(undefined, null);
      await navigate({ to: pages.welcome });
      // Removes all of the user's data from memory.
      queryClient.clear();
      utils.accounts.me.setData(undefined, null);
    },
  });
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
