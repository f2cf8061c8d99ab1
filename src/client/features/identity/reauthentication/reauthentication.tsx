/** Asks the user to reauthenticate when the server requires it before a sensitive change. */
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
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { ReauthenticateByCode } from './reauthenticate-by-code.tsx';
import { ReauthenticateByPasskey } from './reauthenticate-by-passkey.tsx';
import { ReauthenticateByPassword } from './reauthenticate-by-password.tsx';
import { ReauthenticateByProvider } from './reauthenticate-by-provider.tsx';

const wantsConfirmation = (error: unknown): boolean => failureOf(error).code === 'confirmation_needed';

interface Asking {
  resolve: () => void;
  reject: (reason: Error) => void;
}

/** Wraps a page whose actions may require reauthentication. The actions call `useReauthentication`. */
export function Reauthentication({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const [why, setWhy] = useState<ReauthenticationReason>('signIn');
  /** All actions waiting for the dialog. When it closes, they are resumed or cancelled together. */
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

  // Cancels every waiting action when the user leaves the page.
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

/**
 * Shows the reauthentication methods available to the account. A linked account or a code by e-mail is offered only if
 * the account has neither a password nor a passkey.
 */
function Ways({ onConfirmed, onClose }: Pick<ConfirmDialogProps, 'onConfirmed' | 'onClose'>) {
  const t = useTranslations('confirm');
  const signInMethods = trpc.identity.signInMethods.useQuery();
  return (
    <QueryBoundary query={signInMethods} section={t('title')} height="8rem">
      {({ hasPassword, passkeys, providers }) => {
        const hasNothingBetter = !hasPassword && passkeys === 0;
        return (
          <>
            {hasPassword && <ReauthenticateByPassword onConfirmed={onConfirmed} />}
            {passkeys > 0 && <ReauthenticateByPasskey onConfirmed={onConfirmed} />}
            {hasNothingBetter && <ReauthenticateByProvider linked={providers} />}
            {hasNothingBetter && <ReauthenticateByCode onConfirmed={onConfirmed} />}
            <Button variant="default" fullWidth onClick={onClose}>
              {t('cancel')}
            </Button>
          </>
        );
      }}
    </QueryBoundary>
  );
}
