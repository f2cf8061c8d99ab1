/**
 * The element behind every button. One that is at work keeps the focus: a disabled element loses it to the page, and
 * whoever uses a keyboard or a screen reader begins again at the top. It does nothing while it is at work.
 */
import type { ComponentPropsWithRef, MouseEvent } from 'react';

type BusyButtonProps = ComponentPropsWithRef<'button'> & { 'data-loading'?: boolean | undefined };

export function BusyButton({ type = 'button', disabled, onClick, ...props }: BusyButtonProps) {
  const isBusy = props['data-loading'] === true;
  return (
    <button
      {...props}
      type={type}
      disabled={disabled === true && !isBusy}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      // Of a form's button too: Enter in a field is a click on it.
      onClick={isBusy ? (event: MouseEvent) => event.preventDefault() : onClick}
    />
  );
}
