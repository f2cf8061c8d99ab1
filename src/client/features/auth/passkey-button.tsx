/** Signing in with a passkey: by a button, and among what the browser fills into the field of the address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { endOffer, knowsPasskeys, offerPasskeys, signInWithPasskey } from '../../passkeys.ts';
import { AuthAlert, authCodeOf } from '../../ui/auth-alert.tsx';

export function PasskeyButton({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const t = useTranslations('passkeys');
  const signIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: onSignedIn });
  const offer = useMutation({
    mutationFn: offerPasskeys,
    onSuccess: (isSignedIn) => (isSignedIn ? onSignedIn() : undefined),
    meta: { changesNothing: true },
  });
  const begin = useRef(offer.mutate);
  useEffect(() => {
    if (!knowsPasskeys()) return;
    begin.current();
    return () => void endOffer();
  }, []);
  // An offer that could not be made is no failure of anything somebody did.
  const isRefused = offer.isError && authCodeOf(offer.error) === 'passkey_refused';
  const failure = signIn.error ?? (isRefused ? offer.error : null);
  if (!knowsPasskeys()) return null;
  return (
    <div className="stack">
      {failure && <AuthAlert error={failure} />}
      <Button
        variant="default"
        size="lg"
        fullWidth
        loading={signIn.isPending}
        onClick={() => {
          offer.reset();
          signIn.mutate();
        }}
      >
        {t('signIn')}
      </Button>
    </div>
  );
}
