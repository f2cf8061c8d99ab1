/**
 * The settings section for two-step verification, which applies to sign-ins with a password or a linked account:
 * authenticator app, passkeys, security keys and recovery codes.
 */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { AuthenticatorDraft, SignInMethods } from '#shared/identity/security-log.ts';
import { AddAuthenticator } from './add-authenticator.tsx';
import { AuthenticatorPart } from './authenticator-part.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { RecoveryCodesPart } from './recovery-codes-part.tsx';
import { SecurityKeyPart } from './security-key-part.tsx';

export function TwoStepSection() {
  const t = useTranslations('secondFactors');
  const signInMethods = trpc.identity.signInMethods.useQuery();
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <QueryBoundary query={signInMethods} section={t('title')} height="6rem">
        {(methods) => <SecondFactors signInMethods={methods} />}
      </QueryBoundary>
    </section>
  );
}

function SecondFactors({ signInMethods }: { signInMethods: SignInMethods }) {
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
        <Alert tone="ok" role="status">
          <p>{t('codesStay')}</p>
        </Alert>
      )}
      <AuthenticatorPart signInMethods={signInMethods} onBegun={setDraft} />
      <SecurityKeyPart signInMethods={signInMethods} onCodes={setCodes} />
      {signInMethods.hasTwoStep && <RecoveryCodesPart onCodes={setCodes} />}
    </div>
  );
}
