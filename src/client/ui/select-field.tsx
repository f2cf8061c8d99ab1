/** A choice from a list. */
import { NativeSelect } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { type FieldProps, type WiredProps, wired } from './field.tsx';
import { Icon } from './icon.tsx';

/** The browser's own list: by keyboard, by voice and on a phone it is the best there is. */
export function SelectField({
  hint,
  error,
  ...props
}: FieldProps & Omit<ComponentPropsWithRef<typeof NativeSelect>, WiredProps>) {
  return (
    <NativeSelect
      {...props}
      {...wired({ hint, error })}
      rightSection={<Icon name="chevronDown" size={16} />}
    />
  );
}
