/** Asks who somebody is, once more, when the server wants to know it before it does something sensitive. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import {
  type Reauthenticate,
  ReauthenticationCancelled,
  ReauthenticationContext,
  type ReauthenticationReason,
} from '#client/api/reauthentication.ts';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { Skeleton } from '#client/ui/skeleton.tsx';
import { ReauthenticateByCode } from './reauthenticate-by-code.tsx';
import { ReauthenticateByPasskey } from './reauthenticate-by-passkey.tsx';
import { ReauthenticateByPassword } from './reauthenticate-by-password.tsx';
import { ReauthenticateByProvider } from './reauthenticate-by-provider.tsx';

const wantsConfirmation = (error: unknown): boolean => failureOf(error).code === 'confirmation_needed';

interface Asking {
  resolve: () => void;
  reject: (reason: Error) => void;
}

/** Around a page whose actions may be asked about; `useReauthentication` is for these. */
export function Reauthentication({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const [why, setWhy] = useState<ReauthenticationReason>('signIn');
  /** Whoever is asked once answers for all that wait. */
  const asking = useRef<Asking[]>([]);

  const settle = (how: (asking: Asking) => void) => {
    setOpened(false);
    for (const each of asking.current.splice(0)) how(each);
  };
  const reauthenticate: Reauthenticate = async (action, reason = 'signIn') => {
    try {
      return await action();
    } catch (error) {
      if (!wantsConfirmation(error)) throw error;
    }
    await new Promise<void>((resolve, reject) => {
      asking.current.push({ resolve, reject });
      if (asking.current.length > 1) return;
      setWhy(reason);
      setOpened(true);
    });
    return action();
  };

  // Who leaves the page has not confirmed: what waits for it ends with it.
  useEffect(() => {
    const waiting = asking.current;
    return () => {
      for (const { reject } of waiting.splice(0)) reject(new ReauthenticationCancelled());
    };
  }, []);

  return (
    <ReauthenticationContext value={reauthenticate}>
      {children}
      <ConfirmDialog
        opened={opened}
        why={why}
        onConfirmed={() => settle(({ resolve }) => resolve())}
        onClose={() => settle(({ reject }) => reject(new ReauthenticationCancelled()))}
      />
    </ReauthenticationContext>
  );
}

interface ConfirmDialogProps {
  opened: boolean;
  why: ReauthenticationReason;
  onConfirmed: () => void;
  onClose: () => void;
}

function ConfirmDialog({ opened, why, onConfirmed, onClose }: ConfirmDialogProps) {
  const t = useTranslations('confirm');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('title')}>
      <div className="stack">
        <p className="q">{t(`why.${why}`)}</p>
        <Ways onConfirmed={onConfirmed} onClose={onClose} />
      </div>
    </Dialog>
  );
}

/** What they have to show; a code by mail is for who has nothing better. */
function Ways({ onConfirmed, onClose }: Pick<ConfirmDialogProps, 'onConfirmed' | 'onClose'>) {
  const t = useTranslations('confirm');
  const { data: signInMethods, error, refetch } = trpc.identity.signInMethods.useQuery();
  if (!signInMethods) {
    return error ? (
      <LoadFailure section={t('title')} error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton height="8rem" />
    );
  }
  const hasNothingBetter = !signInMethods.hasPassword && signInMethods.passkeys === 0;
  return (
    <>
      {signInMethods.hasPassword && <ReauthenticateByPassword onConfirmed={onConfirmed} />}
      {signInMethods.passkeys > 0 && <ReauthenticateByPasskey onConfirmed={onConfirmed} />}
      {hasNothingBetter && <ReauthenticateByProvider linked={signInMethods.providers} />}
      {hasNothingBetter && <ReauthenticateByCode onConfirmed={onConfirmed} />}
      <Button variant="default" fullWidth onClick={onClose}>
        {t('cancel')}
      </Button>
    </>
  );
}
