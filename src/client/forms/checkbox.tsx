/**
 * The browser's own checkbox, in the portal's text color. Mantine's Checkbox isn't used because its click target is
 * smaller than a finger. It would also add 1.1 kB of styles (including its inline input) to the settings page, which
 * has only 0.2 kB left of its limit of 16 kB.
 */
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { Icon } from '#client/ui/icon.tsx';
import classes from './checkbox.module.css';
import { useFieldProblem } from './form.tsx';

interface CheckFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'id'> {
  label: ReactNode;
  error?: string | null;
}

export function Checkbox({ label, error, ...props }: CheckFieldProps) {
  const id = useId();
  const errorId = useId();
  const problem = useFieldProblem(props.name, error);
  return (
    <div>
      <div className={classes.check}>
        <input
          {...props}
          type="checkbox"
          id={id}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? errorId : undefined}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {problem && (
        <p className={classes.error} id={errorId}>
          <Icon name="alert" size={16} />
          {problem}
        </p>
      )}
    </div>
  );
}
