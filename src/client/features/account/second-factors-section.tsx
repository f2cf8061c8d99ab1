/** What is asked for after the password: the authenticator app and its recovery codes. */
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AuthenticatorDraft } from '#shared/account-security.ts';
import { authClient } from '../../auth-client.ts';
import { trpc } from '../../trpc.ts';
import { AuthAlert } from '../../ui/auth-alert.tsx';
import { LoadFailure } from '../../ui/failure-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AddAuthenticator } from './add-authenticator.tsx';
import { AskFirst } from './ask-first.tsx';
import { NotConfirmed, useConfirmed } from './confirm-identity.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export function SecondFactorsSection() {
  const t = useTranslations('secondFactors');
  const { data: waysIn, error, refetch } = trpc.account.waysIn.useQuery();
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      {waysIn ? (
        <Authenticator isOn={waysIn.hasAuthenticator} />
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading height="6rem" />
      )}
    </section>
  );
}

function Authenticator({ isOn }: { isOn: boolean }) {
  const t = useTranslations('secondFactors');
  const confirmed = useConfirmed();
  const [draft, setDraft] = useState<AuthenticatorDraft | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useMutation({
    mutationFn: () => confirmed(authClient.beginAuthenticator),
    onSuccess: setDraft,
    meta: { changesNothing: true },
  });
  const renew = useMutation({
    mutationFn: () => confirmed(authClient.renewRecoveryCodes),
    onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
    meta: { changesNothing: true },
  });
  const remove = useMutation({ mutationFn: () => confirmed(authClient.removeAuthenticator) });
  const failure = [begin, renew, remove].map((each) => each.error).find((each) => each !== null);

  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  if (draft) {
    return (
      <AddAuthenticator
        draft={draft}
        onAdded={(recoveryCodes) => {
          setDraft(null);
          setCodes(recoveryCodes);
        }}
        onCancel={() => setDraft(null)}
      />
    );
  }
  return (
    <div className="stack g3">
      <div>
        <h3>{t('app')}</h3>
        <p className="q">{t(isOn ? 'appOn' : 'appNone')}</p>
      </div>
      {isOn && <CodesLeft />}
      {failure && !(failure instanceof NotConfirmed) && <AuthAlert error={failure} />}
      {isOn ? (
        <div className="row wrap g2">
          <AskFirst
            label={t('renew')}
            title={t('renewTitle')}
            why={t('renewWhy')}
            submit={t('renew')}
            keep={t('keep')}
            isPending={renew.isPending}
            onSure={() => renew.mutate()}
          />
          <AskFirst
            label={t('remove')}
            title={t('removeTitle')}
            why={t('removeWhy')}
            submit={t('removeSubmit')}
            keep={t('keep')}
            isPending={remove.isPending}
            onSure={() => remove.mutate()}
          />
        </div>
      ) : (
        <div>
          <Button variant="ink" loading={begin.isPending} onClick={() => begin.mutate()}>
            {t('add')}
          </Button>
        </div>
      )}
    </div>
  );
}

const fewCodes = 3;

/** Nothing while it is not known: the number is help, not the matter of this section. */
function CodesLeft() {
  const t = useTranslations('secondFactors');
  const { data } = useQuery({
    queryKey: ['recovery-codes-left'],
    queryFn: authClient.recoveryCodesLeft,
    // A code may have been used since, or new ones made.
    staleTime: 0,
  });
  if (!data) return null;
  const text = t('codesLeft', { left: data.left });
  if (data.left > fewCodes) return <p className="q">{text}</p>;
  return (
    <Notice tone="warn">
      <p>{text}</p>
      <p>{t('codesFew')}</p>
    </Notice>
  );
}
