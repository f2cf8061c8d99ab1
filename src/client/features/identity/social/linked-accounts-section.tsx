/** Accounts elsewhere that sign in here: which are linked, linking one, and unlinking it. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { canSignIn, type WaysIn } from '#shared/identity/security-log.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { useAnswersOf } from '#client/api/answers.ts';
import { authClient } from '#client/api/auth-client.ts';
import { browser } from '#client/browser.ts';
import { providerName } from '#client/i18n/server-words.ts';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { LoadFailure } from '#client/ui/failures/failure-notice.tsx';
import { Loading } from '#client/ui/skeleton.tsx';
import { ProviderMark } from '#client/ui/brand/provider-logo.tsx';
import { AskFirst } from '#client/ui/dialogs/confirm-button.tsx';
import classes from './linked-accounts-section.module.css';
import { useConfirmedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { useLinkableProviders } from './use-linkable-providers.ts';
import { VisitNotice } from './oauth-result-notice.tsx';

/** Absent where nobody can sign in with anything but a password, and nothing is linked from before. */
export function LinkedAccountsSection() {
  const t = useTranslations('providers.linked');
  const { offered, waysIn, shown, failed, isThere } = useLinkableProviders();
  if (!isThere) return null;
  return (
    <section className="card sec stack" aria-labelledby="linked-accounts-title">
      <div className="stack g2">
        <h2 id="linked-accounts-title">{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <VisitNotice about="linking" />
      {offered && shown && waysIn ? (
        <ul className={classes.list}>
          {shown.map((id) => (
            <Linked key={id} provider={id} waysIn={waysIn} offered={offered} />
          ))}
        </ul>
      ) : failed ? (
        <LoadFailure section={t('title')} error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Loading height="8rem" />
      )}
    </section>
  );
}

interface LinkedProps {
  provider: LoginProviderId;
  waysIn: WaysIn;
  offered: readonly LoginProviderId[];
}

function Linked({ provider: id, waysIn, offered }: LinkedProps) {
  const t = useTranslations('providers.linked');
  const provider = providerName(id);
  const answersOf = useAnswersOf();
  const link = useConfirmedMutation(authClient.linkProvider, { invalidates: [] });
  const unlink = useConfirmedMutation(authClient.unlinkProvider, {
    invalidates: ['signInMethods', 'securityLog'],
    onSuccess: () => answersOf('signInMethods'),
  });
  // Only while this page is there: nobody is led away from another one.
  const go = () => link.mutate({ provider: id }, { onSuccess: ({ url }) => browser.goTo(url) });
  const isLinked = waysIn.providers.includes(id);
  const failure = link.failure ?? unlink.failure;
  const without = { ...waysIn, providers: waysIn.providers.filter((other) => other !== id) };
  const hasAnother = canSignIn(without, offered);
  return (
    <li>
      <div className={classes.name}>
        <ProviderMark provider={id} />
        <div>
          <p className="m">{provider}</p>
          <p className="sm q">{t(isLinked ? 'on' : 'off')}</p>
        </div>
      </div>
      {isLinked && !hasAnother ? (
        <p className="sm q">{t('lastWay', { provider })}</p>
      ) : isLinked ? (
        <AskFirst
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
