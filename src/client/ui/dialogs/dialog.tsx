/** A modal dialog. On phones it opens from the bottom edge. */
import { Modal } from '@mantine/core';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './dialog.module.css';
import { keepFocusInside } from './keep-focus-inside.ts';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Product whose accent color is used. Dialogs are rendered outside the page, so they don't inherit it. */
  product?: Product | undefined;
  children: ReactNode;
}

/** The dialog's buttons: cancel first, the main action last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}

const ShowTitle = createContext<(title: string | null) => void>(() => undefined);

/** Replaces the dialog's title while it is rendered, because the dialog has gone on to another step. */
export function DialogTitle({ title }: { title: string }) {
  const show = useContext(ShowTitle);
  useLayoutEffect(() => {
    show(title);
    return () => show(null);
  }, [show, title]);
  return null;
}

const HoldOpen = createContext<(isHeld: boolean) => void>(() => undefined);

/** While it is rendered, only the dialog's buttons close it, so that what is shown once isn't lost by a wrong key. */
export function HeldDialog() {
  const hold = useContext(HoldOpen);
  useLayoutEffect(() => {
    hold(true);
    return () => hold(false);
  }, [hold]);
  return null;
}

export function Dialog({ opened, onClose, title, product, children }: DialogProps) {
  const t = useTranslations('app');
  const [titleOfStep, setTitleOfStep] = useState<string | null>(null);
  const [isHeld, setHeld] = useState(false);
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      closeOnEscape={!isHeld}
      closeOnClickOutside={!isHeld}
      centered
      size="34rem"
      shadow="none"
      transitionProps={{ duration: 200, transition: 'fade' }}
    >
      <Modal.Overlay />
      <Modal.Content data-product={product}>
        {/* Mantine's own header isn't used, because it would be a second banner landmark on the page. */}
        <div className={classes.head}>
          <Modal.Title>{titleOfStep ?? title}</Modal.Title>
          <Modal.CloseButton aria-label={t('close')} icon={<Icon name="close" />} />
        </div>
        <Modal.Body>
          <div ref={keepFocusInside} tabIndex={-1} className={classes.content}>
            <ShowTitle value={setTitleOfStep}>
              <HoldOpen value={setHeld}>{children}</HoldOpen>
            </ShowTitle>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
