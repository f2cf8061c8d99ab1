/** What is asked for after the password or the linked account: an app's code or a key, and the recovery codes. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AuthenticatorDraft, WaysIn } from '#shared/identity/security-log.ts';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/ui/failures/failure-notice.tsx';
import { Loading } from '#client/ui/skeleton.tsx';
import { Notice } from '#client/ui/alert.tsx';
import { AddAuthenticator } from './add-authenticator.tsx';
import { AuthenticatorPart } from './authenticator-part.tsx';
import { KeyStepPart } from './security-key-part.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { RecoveryCodesPart } from './recovery-codes-part.tsx';

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
        <SecondFactors waysIn={waysIn} />
      ) : error ? (
        <LoadFailure section={t('title')} error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading height="6rem" />
      )}
    </section>
  );
}

function SecondFactors({ waysIn }: { waysIn: WaysIn }) {
  const t = useTranslations('secondFactors');
  const [draft, setDraft] = useState<AuthenticatorDraft | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [wereKept, setWereKept] = useState(false);

  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  if (draft) {
    return (
      <AddAuthenticator
        draft={draft}
        onAdded={(recoveryCodes) => {
          setDraft(null);
          setCodes(recoveryCodes);
          setWereKept(recoveryCodes === null);
        }}
        onCancel={() => setDraft(null)}
      />
    );
  }
  return (
    <div className="stack g5">
      {wereKept && (
        <Notice tone="ok" role="status">
          <p>{t('codesStay')}</p>
        </Notice>
      )}
      <AuthenticatorPart waysIn={waysIn} onBegun={setDraft} />
      <KeyStepPart waysIn={waysIn} onCodes={setCodes} />
      {waysIn.hasSecondStep && <RecoveryCodesPart onCodes={setCodes} />}
    </div>
  );
}
