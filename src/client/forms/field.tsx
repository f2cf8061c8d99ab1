/** Form fields. The label is above the input, the hint below it, and the error with its icon below the hint. */
import { TextInput } from '@mantine/core';
import '@mantine/core/styles/Input.layer.css';
import { type ComponentPropsWithRef, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';
import classes from './field.module.css';
import { useFieldProblem } from './form.tsx';

type WrapperOrder = NonNullable<ComponentPropsWithRef<typeof TextInput>['inputWrapperOrder']>;
const order: WrapperOrder = ['label', 'input', 'description', 'error'];

export interface FieldProps {
  label: ReactNode;
  hint?: string | undefined;
  error?: string | null | undefined;
}

/** Returns the props shared by all fields: the order of their parts, and the error with its icon. */
export function wired({ hint, error }: Pick<FieldProps, 'hint' | 'error'>) {
  return {
    inputWrapperOrder: order,
    withAsterisk: false,
    description: hint,
    error: error ? (
      <>
        <Icon name="alert" size={16} />
        {error}
      </>
    ) : undefined,
  };
}

export type WiredProps = 'label' | 'error' | 'description' | 'inputWrapperOrder';

export function TextField({
  hint,
  error,
  ...props
}: FieldProps & Omit<ComponentPropsWithRef<typeof TextInput>, WiredProps>) {
  const problem = useFieldProblem(props.name, error);
  return <TextInput {...props} {...wired({ hint, error: problem })} />;
}

/**
 * A password field with a button that shows the password. Mantine's PasswordInput isn't used because its button is
 * excluded from the tab order by default. It would also add 1.5 kB of styles (including the button) to the settings
 * page, which has only 0.2 kB left of its limit of 16 kB.
 */
export function PasswordField(props: Omit<ComponentPropsWithRef<typeof TextField>, 'type' | 'rightSection'>) {
  const t = useTranslations('fields');
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      rightSectionWidth="var(--ctl-h)"
      rightSection={
        <button
          type="button"
          className={classes.show}
          aria-label={t(shown ? 'hidePassword' : 'showPassword')}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? 'eyeOff' : 'eye'} />
        </button>
      }
    />
  );
}
