/** Buttons for signing in with a provider. Shows only the providers configured for this portal. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ProviderLogo } from '#client/brand/provider-logo.tsx';
import { providerName } from '#client/i18n/server-words.ts';
import { AnchorButton } from '#client/ui/link-button.tsx';
import classes from './provider-buttons.module.css';

/** Returns a URL that is handled by the server rather than by the client's router. */
const addressOf = (provider: string, next: string | undefined): string =>
  next === undefined ? `/auth/${provider}` : `/auth/${provider}?${new URLSearchParams({ next })}`;

export function ProviderButtons({ next }: { next: string | undefined }) {
  const t = useTranslations('providers');
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  if (!publicConfig || publicConfig.loginProviders.length === 0) return null;
  return (
    <div className="stack g2">
      <p className={classes.or}>{t('or')}</p>
      {publicConfig.loginProviders.map((provider) => (
        <AnchorButton
          key={provider}
          href={addressOf(provider, next)}
          size="lg"
          fullWidth
          classNames={{ inner: classes.way }}
          leftSection={<ProviderLogo provider={provider} />}
        >
          {t('continueWith', { provider: providerName(provider) })}
        </AnchorButton>
      ))}
    </div>
  );
}
