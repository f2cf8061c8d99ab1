/**
 * Reauthenticates at a linked provider, for accounts with neither a password nor a passkey. The browser leaves the
 * portal and returns to it.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ProviderLogo } from '#client/brand/provider-logo.tsx';
import { browser } from '#client/browser.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { providerName } from '#client/i18n/server-words.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';

/** `linked` lists all providers linked to the account, including those that the portal no longer offers. */
export function ReauthenticateByProvider({ linked }: { linked: readonly string[] }) {
  const t = useTranslations('confirm.provider');
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const { client } = trpc.useUtils();
  const visit = useMutation({
    mutationFn: (provider: LoginProviderId) =>
      client.identity.reauthentication.byProvider.mutate({ provider }),
    meta: { invalidates: [] },
  });
  const possible = publicConfig?.loginProviders.filter((id) => linked.includes(id)) ?? [];
  const [only, ...others] = possible;
  if (!only) return null;
  return (
    <div className="stack g3">
      <p className="q">{others.length === 0 ? t('leadOne', { provider: providerName(only) }) : t('lead')}</p>
      {visit.isError && <AuthAlert error={visit.error} />}
      {possible.map((id) => (
        <Button
          key={id}
          fullWidth
          leftSection={<ProviderLogo provider={id} />}
          loading={visit.isPending && visit.variables === id}
          onClick={() => visit.mutate(id, { onSuccess: ({ url }) => browser.goTo(url) })}
        >
          {t('with', { provider: providerName(id) })}
        </Button>
      ))}
      <p className="q">{t('orCode')}</p>
    </div>
  );
}
