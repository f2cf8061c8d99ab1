/** A field for more than one line, with the same parts as the other fields. */
import { Textarea } from '@mantine/core';
import '@mantine/core/styles/Input.layer.css';
import type { ComponentPropsWithRef } from 'react';
import { type FieldProps, type WiredProps, wired } from './field.tsx';
import { useFieldProblem } from './form.tsx';

export function TextAreaField({
  hint,
  error,
  ...props
}: FieldProps & Omit<ComponentPropsWithRef<typeof Textarea>, WiredProps>) {
  const problem = useFieldProblem(props.name, error);
  return <Textarea {...props} {...wired({ hint, error: problem })} />;
}
