/** A choice from a list. */
import { NativeSelect } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { useEntryProblem } from './form.tsx';
import { type FieldProps, type WiredProps, wired } from './field.tsx';
import { Icon } from '#client/ui/brand/icon.tsx';

/** The browser's own list: by keyboard, by voice and on a phone it is the best there is. */
export function SelectField({
  hint,
  error,
  ...props
}: FieldProps & Omit<ComponentPropsWithRef<typeof NativeSelect>, WiredProps>) {
  const problem = useEntryProblem(props.name, error);
  return (
    <NativeSelect
      {...props}
      {...wired({ hint, error: problem })}
      rightSection={<Icon name="chevronDown" size={16} />}
    />
  );
}
