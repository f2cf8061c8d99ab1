/**
 * The `button` element used by all buttons. While loading, it ignores clicks but isn't `disabled`: a disabled element
 * loses the focus, and keyboard and screen reader users would have to start again at the top of the page.
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
      // Submit buttons need this too, because pressing Enter in a field clicks them.
      onClick={isBusy ? (event: MouseEvent) => event.preventDefault() : onClick}
    />
  );
}
