/** A button that asks for confirmation before it does something irreversible. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Dialog, DialogActions } from './dialog.tsx';

interface AskFirstProps {
  label: string;
  /** Accessible name of the button. Distinguishes it from other buttons with the same label. */
  named?: string;
  title: string;
  why: string;
  submit: string;
  keep: string;
  isPending: boolean;
  onSure: () => void;
}

export function ConfirmButton({ label, named, title, why, submit, keep, isPending, onSure }: AskFirstProps) {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button variant="default" aria-label={named} loading={isPending} onClick={() => setOpened(true)}>
        {label}
      </Button>
      <Dialog opened={opened} onClose={close} title={title}>
        <div className="stack">
          <p className="q">{why}</p>
          <DialogActions>
            <Button variant="default" data-autofocus onClick={close}>
              {keep}
            </Button>
            <Button
              variant="ink"
              onClick={() => {
                close();
                onSure();
              }}
            >
              {submit}
            </Button>
          </DialogActions>
        </div>
      </Dialog>
    </>
  );
}
