/** A choice from a list. */
import { NativeSelect } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { Icon } from '#client/ui/icon.tsx';
import { type FieldProps, type WiredProps, wired } from './field.tsx';
import { useFieldProblem } from './form.tsx';

/** The browser's own list: by keyboard, by voice and on a phone it is the best there is. */
export function SelectField({
  hint,
  error,
  ...props
}: FieldProps & Omit<ComponentPropsWithRef<typeof NativeSelect>, WiredProps>) {
  const problem = useFieldProblem(props.name, error);
  return (
    <NativeSelect
      {...props}
      {...wired({ hint, error: problem })}
      rightSection={<Icon name="chevronDown" size={16} />}
    />
  );
}
