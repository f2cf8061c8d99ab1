/** Asks for confirmation before the user leaves a page that shows a secret only once. */
import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Dialog, DialogActions } from './dialog.tsx';

interface BeforeLeavingProps {
  title: string;
  why: string;
}

export function BeforeLeaving({ title, why }: BeforeLeavingProps) {
  const t = useTranslations('beforeLeaving');
  const { status, proceed, reset } = useBlocker({
    // Moving to another section of the same page isn't blocked.
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    withResolver: true,
  });
  const stay = () => reset?.();
  return (
    <Dialog opened={status === 'blocked'} onClose={stay} title={title}>
      <div className="stack">
        <p className="q">{why}</p>
        <DialogActions>
          <Button variant="default" onClick={() => proceed?.()}>
            {t('leave')}
          </Button>
          <Button variant="ink" data-autofocus onClick={stay}>
            {t('stay')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
