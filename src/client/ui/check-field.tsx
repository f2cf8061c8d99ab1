/** A box to tick. */
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import classes from './check-field.module.css';
import { Icon } from './icon.tsx';

interface CheckFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'id'> {
  label: ReactNode;
  error?: string | null;
}

export function CheckField({ label, error, ...props }: CheckFieldProps) {
  const id = useId();
  const errorId = useId();
  return (
    <div>
      <div className={classes.check}>
        <input
          {...props}
          type="checkbox"
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {error && (
        <p className={classes.error} id={errorId}>
          <Icon name="alert" size={16} />
          {error}
        </p>
      )}
    </div>
  );
}
