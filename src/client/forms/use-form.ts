/**
 * Form state built on Mantine's. Validates with a schema, shows server errors at the fields concerned and focuses the
 * first invalid field. A server error disappears when its value changes.
 */
import { type FormErrors, useForm as useMantineForm } from '@mantine/form';
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { z } from 'zod';
import { type Failure, type FailureCode, failureOf } from '#client/api/failure.ts';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';

type FieldName<Values> = keyof Values & string;

interface FormOptions<Values, Refusal> {
  initialValues: Values;
  /** Validates the values before they are sent; the server validates them again. */
  schema: z.ZodType;
  /** Messages for invalid values, by field. */
  sentences: { [Name in keyof Values]?: (value: Values[Name]) => string };
  onSubmit: (values: Values) => void;
  /** Why the last submission failed; null if it didn't. */
  error: Refusal | null;
  /** Maps error codes to the single field at which the error is shown. */
  fieldOfCode?: Partial<Record<FailureCode, FieldName<Values>>>;
  /** Maps error codes to the field that gets the focus while the error is shown above the form. */
  focusOfCode?: Partial<Record<FailureCode, FieldName<Values>>>;
  /** Maps the names under which values are submitted to field names, where they differ. */
  fieldOfPath?: Readonly<Record<string, FieldName<Values>>>;
  /** Input names that differ from the field name, so that the browser doesn't autofill something unrelated. */
  inputNames?: Partial<Record<FieldName<Values>, string>>;
  /** Once the form has been submitted, validates on every change instead of only clearing the error. */
  validatesWhileTyping?: boolean;
  onChange?: () => void;
}

export function useForm<Values extends Record<string, unknown>, Refusal>({
  initialValues,
  schema,
  sentences,
  onSubmit,
  error,
  fieldOfCode = {},
  focusOfCode = {},
  fieldOfPath = {},
  inputNames = {},
  validatesWhileTyping = false,
  onChange,
}: FormOptions<Values, Refusal>) {
  const t = useTranslations('fields');
  const sentenceOf = useFailureSentence();
  const element = useRef<HTMLFormElement>(null);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  /** The error that was shown when a value changed. It no longer describes what is in the form. */
  const [outdated, setOutdated] = useState<Refusal | null>(null);

  const form = useMantineForm<Values>({
    initialValues,
    validate,
    validateInputOnChange: validatesWhileTyping && wasSubmitted,
    onValuesChange: () => {
      setOutdated(error);
      onChange?.();
    },
    enhanceGetInputProps: ({ field }) => ({ name: inputNameOf(field as FieldName<Values>) }),
  });

  const inputNameOf = (field: FieldName<Values>): string => inputNames[field] ?? field;

  function validate(values: Values): FormErrors {
    const errors: FormErrors = {};
    for (const { path } of schema.safeParse(values).error?.issues ?? []) {
      const name = String(path[0]) as FieldName<Values>;
      errors[name] ??= sentences[name]?.(values[name]) ?? t('refused');
    }
    return errors;
  }

  /**
   * Returns the server's errors by field. Each path is compared with the field names as a whole, by its first segment
   * and by its last.
   */
  function serverErrors(failure: Failure): FormErrors {
    const concerned = fieldOfCode[failure.code];
    if (concerned !== undefined) return { [concerned]: sentenceOf(failure) };
    const steps = failure.invalidFields.flatMap((path) => {
      const all = path.split('.');
      return [path, all[0] ?? path, all.at(-1) ?? path];
    });
    const fields = steps
      .map((step) => fieldOfPath[step] ?? step)
      .filter((step) => Object.hasOwn(initialValues, step));
    return Object.fromEntries(fields.map((field) => [field, t('refused')]));
  }

  function focusFirst(errors: FormErrors): void {
    const names = Object.keys(errors).map((field) => inputNameOf(field as FieldName<Values>));
    const inputs = [...(element.current?.querySelectorAll<HTMLElement>('[name]') ?? [])];
    const input = inputs.find((each) => names.includes(each.getAttribute('name') ?? ''));
    input?.focus();
    // A wrong code is typed again as a whole.
    if (input instanceof HTMLInputElement && input.autocomplete === 'one-time-code') input.select();
  }

  const showServerErrors = useEffectEvent((refusal: Refusal) => {
    const failure = failureOf(refusal);
    const errors = serverErrors(failure);
    if (Object.keys(errors).length > 0) form.setErrors(errors);
    const focused = focusOfCode[failure.code];
    focusFirst(focused === undefined ? errors : { [focused]: true });
  });
  // Every failed submission is a new error, so the focus moves even if the same code is wrong twice.
  useEffect(() => {
    if (error !== null) showServerErrors(error);
  }, [error]);

  return {
    values: form.values,
    setValue: form.setFieldValue,
    /** Props for an input with a value. */
    input: (name: FieldName<Values>) => form.getInputProps(name),
    /** Props for a checkbox. */
    tick: (name: FieldName<Values>) => form.getInputProps(name, { type: 'checkbox' }),
    errors: form.errors,
    /** Shows that a value was rejected. For responses that are successful but say that the value can't be used. */
    refuse: (name: FieldName<Values>, sentence: string): void => {
      form.setFieldError(name, sentence);
      focusFirst({ [name]: sentence });
    },
    /** The error to show above the form. Null if it concerns a single field, or if a value has changed since. */
    formError:
      error === null || error === outdated || fieldOfCode[failureOf(error).code] !== undefined ? null : error,
    reset: form.reset,
    props: {
      ref: element,
      noValidate: true,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        setWasSubmitted(true);
        form.onSubmit(onSubmit, focusFirst)(event);
      },
    } as const,
  };
}
