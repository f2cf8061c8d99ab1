/** Asks who somebody is, once more, when the server wants to know it before it does something sensitive. */
import { Button } from '@mantine/core';
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { LoadFailure } from '#client/ui/failures/failure-notice.tsx';
import { Loading } from '#client/ui/skeleton.tsx';
import { ConfirmByCode } from './reauthenticate-by-code.tsx';
import { ConfirmByPasskey } from './reauthenticate-by-passkey.tsx';
import { ConfirmByPassword } from './reauthenticate-by-password.tsx';
import { ConfirmByProvider } from './reauthenticate-by-provider.tsx';

/** They said "not now": nothing was done, and nothing has to be said about it. */
export class NotConfirmed extends Error {
  constructor() {
    super('the person did not confirm who they are');
    this.name = 'NotConfirmed';
  }
}

/** What the confirmation is for, as it is said when it is asked. */
export type ConfirmedFor = 'signIn' | 'email' | 'data' | 'tokens' | 'deletion';

type Confirmed = <T>(action: () => Promise<T>, why?: ConfirmedFor) => Promise<T>;

const ConfirmedContext = createContext<Confirmed | null>(null);

const wantsConfirmation = (error: unknown): boolean => failureOf(error).code === 'confirmation_needed';

interface Asking {
  resolve: () => void;
  reject: (reason: Error) => void;
}

/** Around a page whose actions may be asked about; `useConfirmed` is for these. */
export function ConfirmIdentity({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const [why, setWhy] = useState<ConfirmedFor>('signIn');
  /** Whoever is asked once answers for all that wait. */
  const asking = useRef<Asking[]>([]);

  const settle = (how: (asking: Asking) => void) => {
    setOpened(false);
    for (const each of asking.current.splice(0)) how(each);
  };
  const confirmed: Confirmed = async (action, reason = 'signIn') => {
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
      for (const { reject } of waiting.splice(0)) reject(new NotConfirmed());
    };
  }, []);

  return (
    <ConfirmedContext value={confirmed}>
      {children}
      <ConfirmDialog
        opened={opened}
        why={why}
        onConfirmed={() => settle(({ resolve }) => resolve())}
        onClose={() => settle(({ reject }) => reject(new NotConfirmed()))}
      />
    </ConfirmedContext>
  );
}

/** Does something, and where the server wants it asks who somebody is and does it then. Throws `NotConfirmed`. */
export function useConfirmed(): Confirmed {
  const confirmed = use(ConfirmedContext);
  if (!confirmed) throw new Error('this page is not inside ConfirmIdentity');
  return confirmed;
}

interface ConfirmDialogProps {
  opened: boolean;
  why: ConfirmedFor;
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
  const { data: waysIn, error, refetch } = trpc.account.waysIn.useQuery();
  if (!waysIn) {
    return error ? (
      <LoadFailure section={t('title')} error={error} onRetry={() => void refetch()} />
    ) : (
      <Loading height="8rem" />
    );
  }
  const hasNothingBetter = !waysIn.hasPassword && waysIn.passkeys === 0;
  return (
    <>
      {waysIn.hasPassword && <ConfirmByPassword onConfirmed={onConfirmed} />}
      {waysIn.passkeys > 0 && <ConfirmByPasskey onConfirmed={onConfirmed} />}
      {hasNothingBetter && <ConfirmByProvider linked={waysIn.providers} />}
      {hasNothingBetter && <ConfirmByCode onConfirmed={onConfirmed} />}
      <Button variant="default" fullWidth onClick={onClose}>
        {t('cancel')}
      </Button>
    </>
  );
}
