/** Signs in with a passkey, through a button or through the autofill of the e-mail field. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { offerPasskeys, type PasskeyOffer } from '#client/webauthn/passkey-offer.ts';
import { knowsPasskeys, signInWithPasskey } from '#client/webauthn/passkeys.ts';

export function PasskeyButton({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const t = useTranslations('auth');
  const offer = useRef<PasskeyOffer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const signIn = useMutation({
    mutationFn: signInWithPasskey,
    onMutate: () => {
      setFailure(null);
      offer.current?.pause();
    },
    onSuccess: onSignedIn,
    meta: { invalidates: [] },
    onError: (error) => {
      setFailure(error);
      offer.current?.resume();
    },
  });
  const enter = useEffectEvent(onSignedIn);
  useEffect(() => {
    if (!knowsPasskeys()) return;
    const mine = offerPasskeys({ onSignedIn: () => enter(), onFailure: setFailure });
    offer.current = mine;
    return () => mine.end();
  }, []);
  if (!knowsPasskeys()) return null;
  return (
    <div className="stack">
      {failure !== null && <AuthAlert error={failure} />}
      <Button
        variant="default"
        size="lg"
        fullWidth
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t('withPasskey')}
      </Button>
    </div>
  );
}
