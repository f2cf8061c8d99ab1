/** Accounts elsewhere that sign in here: which are linked, linking one, and unlinking it. */
import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { WaysIn } from '#shared/account-security.ts';
import { LoginProviderId, loginProviderNames } from '#shared/login-providers.ts';
import { authClient } from '../../auth-client.ts';
import { browser } from '../../browser.ts';
import { trpc } from '../../trpc.ts';
import { AuthAlert } from '../../ui/auth-alert.tsx';
import { LoadFailure } from '../../ui/failure-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ProviderMark } from '../../ui/provider-mark.tsx';
import { SocialNotice } from '../../ui/social-notice.tsx';
import { AskFirst } from './ask-first.tsx';
import classes from './linked-accounts.module.css';
import { useConfirmedMutation } from './use-confirmed-mutation.ts';

/** Absent where nobody can sign in with anything but a password, and nothing is linked from before. */
export function LinkedAccountsSection() {
  const t = useTranslations('providers.linked');
  const { social, provider } = useSearch({ from: '/customer/user/account' });
  const facts = trpc.catalogue.facts.useQuery();
  const waysIn = trpc.account.waysIn.useQuery();
  const failed = [facts, waysIn].find(({ error }) => error !== null);
  const offered = facts.data?.loginProviders;
  const shown = offered && waysIn.data && providersOf(offered, waysIn.data);
  if (shown?.length === 0) return null;
  return (
    <section className="card sec stack" aria-labelledby="linked-accounts">
      <div className="stack g2">
        <h2 id="linked-accounts">{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <SocialNotice outcome={social} provider={provider} />
      {shown && waysIn.data ? (
        <ul className={classes.list}>
          {shown.map((id) => (
            <Linked key={id} provider={id} waysIn={waysIn.data} offered={offered} />
          ))}
        </ul>
      ) : failed ? (
        <LoadFailure error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Loading height="8rem" />
      )}
    </section>
  );
}

/** Those that are offered, and those that were and are linked still. */
function providersOf(offered: readonly LoginProviderId[], { providers }: WaysIn): LoginProviderId[] {
  const linked = providers.flatMap((id) => LoginProviderId.safeParse(id).data ?? []);
  return [...offered, ...linked.filter((id) => !offered.includes(id))];
}

interface LinkedProps {
  provider: LoginProviderId;
  waysIn: WaysIn;
  offered: readonly LoginProviderId[];
}

function Linked({ provider: id, waysIn, offered }: LinkedProps) {
  const t = useTranslations('providers.linked');
  const provider = loginProviderNames[id];
  const utils = trpc.useUtils();
  const link = useConfirmedMutation(authClient.linkProvider, { onSuccess: ({ url }) => browser.goTo(url) });
  const unlink = useConfirmedMutation(authClient.unlinkProvider, {
    onSuccess: () => void utils.account.waysIn.invalidate(),
  });
  const isLinked = waysIn.providers.includes(id);
  const failure = link.failure ?? unlink.failure;
  const hasAnother =
    waysIn.hasPassword ||
    waysIn.passkeys > 0 ||
    waysIn.providers.some((other) => other !== id && (offered as readonly string[]).includes(other));
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
        <Button loading={link.isPending} onClick={() => link.mutate({ provider: id })}>
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
