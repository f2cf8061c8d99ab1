/** Accounts elsewhere that sign in here: which are linked, linking one, and unlinking it. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { authClient } from '#client/api/auth-client.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ProviderLogo } from '#client/brand/provider-logo.tsx';
import { browser } from '#client/browser.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { providerName } from '#client/i18n/server-words.ts';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import { Skeleton } from '#client/ui/skeleton.tsx';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { canSignIn, type SignInMethods } from '#shared/identity/security-log.ts';
import classes from './linked-accounts-section.module.css';
import { OauthResultNotice } from './oauth-result-notice.tsx';
import { useLinkableProviders } from './use-linkable-providers.ts';

/** Absent where nobody can sign in with anything but a password, and nothing is linked from before. */
export function LinkedAccountsSection() {
  const t = useTranslations('providers.linked');
  const { offered, signInMethods, shown, failed, isThere } = useLinkableProviders();
  if (!isThere) return null;
  return (
    <section className="card sec stack" aria-labelledby="linked-accounts-title">
      <div className="stack g2">
        <h2 id="linked-accounts-title">{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <OauthResultNotice about="linking" />
      {offered && shown && signInMethods ? (
        <ul className={classes.list}>
          {shown.map((id) => (
            <Linked key={id} provider={id} signInMethods={signInMethods} offered={offered} />
          ))}
        </ul>
      ) : failed ? (
        <LoadFailure section={t('title')} error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Skeleton height="8rem" />
      )}
    </section>
  );
}

interface LinkedProps {
  provider: LoginProviderId;
  signInMethods: SignInMethods;
  offered: readonly LoginProviderId[];
}

function Linked({ provider: id, signInMethods, offered }: LinkedProps) {
  const t = useTranslations('providers.linked');
  const provider = providerName(id);
  const answersOf = useAnswersOf();
  const link = useReauthenticatedMutation(authClient.linkProvider, { invalidates: [] });
  const unlink = useReauthenticatedMutation(authClient.unlinkProvider, {
    invalidates: ['signInMethods', 'securityLog'],
    onSuccess: () => answersOf('signInMethods'),
  });
  // Only while this page is there: nobody is led away from another one.
  const go = () => link.mutate({ provider: id }, { onSuccess: ({ url }) => browser.goTo(url) });
  const isLinked = signInMethods.providers.includes(id);
  const failure = link.failure ?? unlink.failure;
  const without = { ...signInMethods, providers: signInMethods.providers.filter((other) => other !== id) };
  const hasAnother = canSignIn(without, offered);
  return (
    <li>
      <div className={classes.name}>
        <ProviderLogo provider={id} />
        <div>
          <p className="m">{provider}</p>
          <p className="sm q">{t(isLinked ? 'on' : 'off')}</p>
        </div>
      </div>
      {isLinked && !hasAnother ? (
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
      )}
      {failure && (
        <div className={classes.failure}>
          <AuthAlert error={failure} />
        </div>
      )}
    </li>
  );
}
