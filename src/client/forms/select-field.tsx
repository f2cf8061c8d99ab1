/** A field for choosing from a list, with the same parts as the other fields. */
import { NativeSelect } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { Icon } from '#client/ui/icon.tsx';
import { type FieldProps, type WiredProps, wired } from './field.tsx';
import { useFieldProblem } from './form.tsx';

/** Uses the browser's native list, which works best with keyboards, voice control and phones. */
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
