/** The settings section for linked accounts: shows, links and unlinks them. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ProviderLogo } from '#client/brand/provider-logo.tsx';
import { browser } from '#client/browser.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { providerName } from '#client/i18n/server-words.ts';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import { ListRow, RowList } from '#client/ui/row-list.tsx';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { canSignIn, type SignInMethods } from '#shared/identity/security-log.ts';
import classes from './linked-accounts-section.module.css';
import { OauthResultNotice } from './oauth-result-notice.tsx';
import { linkableProviders, useLinkableProviders } from './use-linkable-providers.ts';

/** Renders nothing if the portal offers no providers and no account is linked. */
export function LinkedAccountsSection() {
  const t = useTranslations('linkedAccounts');
  const { query, hasAny } = useLinkableProviders();
  if (!hasAny) return null;
  return (
    <section className="card sec stack" aria-labelledby="linked-accounts-title">
      <div className="stack g2">
        <h2 id="linked-accounts-title">{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <OauthResultNotice about="linking" />
      <QueryBoundary query={query} section={t('title')} height="8rem">
        {([{ loginProviders: offered }, signInMethods]) => (
          <RowList>
            {linkableProviders(offered, signInMethods).map((id) => (
              <Linked key={id} provider={id} signInMethods={signInMethods} offered={offered} />
            ))}
          </RowList>
        )}
      </QueryBoundary>
    </section>
  );
}

interface LinkedProps {
  provider: LoginProviderId;
  signInMethods: SignInMethods;
  offered: readonly LoginProviderId[];
}

function Linked({ provider: id, signInMethods, offered }: LinkedProps) {
  const t = useTranslations('linkedAccounts');
  const provider = providerName(id);
  const answersOf = useAnswersOf();
  const { client } = trpc.useUtils();
  const link = useReauthenticatedMutation(client.identity.linkProvider.mutate, { invalidates: [] });
  const unlink = useReauthenticatedMutation(client.identity.unlinkProvider.mutate, {
    invalidates: ['signInMethods', 'securityLog'],
    onSuccess: () => answersOf('signInMethods'),
  });
  // `onSuccess` is passed to `mutate` rather than to the hook, so that it isn't called after the user has left the
  // page.
  const go = () => link.mutate({ provider: id }, { onSuccess: ({ url }) => browser.goTo(url) });
  const isLinked = signInMethods.providers.includes(id);
  const failure = link.failure ?? unlink.failure;
  const without = { ...signInMethods, providers: signInMethods.providers.filter((other) => other !== id) };
  const hasAnother = canSignIn(without, offered);
  return (
    <ListRow
      actions={
        isLinked && !hasAnother ? (
          <p className="sm q">{t('lastWay', { provider })}</p>
        ) : isLinked ? (
          <ConfirmButton
            label={t('unlink', { provider })}
            title={t('unlinkTitle', { provider })}
            why={t('unlinkWhy', { provider })}
            submit={t('unlink', { provider })}
            keep={t('keep')}
            isPending={unlink.isPending}
            onSure={() => unlink.mutate({ provider: id })}
          />
        ) : (
          <Button loading={link.isPending} onClick={go}>
            {t('link', { provider })}
          </Button>
        )
      }
      below={failure && <AuthAlert error={failure} />}
    >
      <div className={classes.name}>
        <ProviderLogo provider={id} />
        <div>
          <p className="m">{provider}</p>
          <p className="sm q">{t(isLinked ? 'on' : 'off')}</p>
        </div>
      </div>
    </ListRow>
  );
}
