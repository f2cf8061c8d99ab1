/**
 * A form: Mantine keeps its values, a schema judges them, and what the server refuses is shown at the field that it
 * concerns. The first invalid field takes the focus, and a refusal goes as soon as its value changes.
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
  /** Judges the values before they are sent; the server checks them again. */
  schema: z.ZodType;
  /** What is said of an invalid value. */
  sentences: { [Name in keyof Values]?: (value: Values[Name]) => string };
  onSubmit: (values: Values) => void;
  /** Why the last submission failed; null where it did not. */
  error: Refusal | null;
  /** Refusals that concern one field, by their code. */
  fieldOfCode?: Partial<Record<FailureCode, FieldName<Values>>>;
  /** Refusals that are shown above the form while this field takes the focus. */
  focusOfCode?: Partial<Record<FailureCode, FieldName<Values>>>;
  /** Fields that are sent under another name, by that name. */
  fieldOfPath?: Readonly<Record<string, FieldName<Values>>>;
  /** Names of inputs that differ from their field's: they keep the browser from filling in something unrelated. */
  inputNames?: Partial<Record<FieldName<Values>, string>>;
  /** After the first submission, errors follow what is typed instead of going with the first change. */
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
  /** The failure that was shown when a value changed: it is no longer about what the form holds. */
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

  /** What the server says of fields: a path is matched by its whole, its first step and its last one. */
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
    inputs.find((input) => names.includes(input.getAttribute('name') ?? ''))?.focus();
  }

  const showServerErrors = useEffectEvent((refusal: Refusal) => {
    const failure = failureOf(refusal);
    const errors = serverErrors(failure);
    if (Object.keys(errors).length > 0) form.setErrors(errors);
    const focused = focusOfCode[failure.code];
    focusFirst(focused === undefined ? errors : { [focused]: true });
  });
  // Each refusal is an error of its own: a second wrong code takes the focus as the first did.
  useEffect(() => {
    if (error !== null) showServerErrors(error);
  }, [error]);

  return {
    values: form.values,
    setValue: form.setFieldValue,
    /** For an input with a value. */
    input: (name: FieldName<Values>) => form.getInputProps(name),
    /** For one with a tick. */
    tick: (name: FieldName<Values>) => form.getInputProps(name, { type: 'checkbox' }),
    errors: form.errors,
    /** For a refusal that the answer itself expresses. */
    refuse: (name: FieldName<Values>, sentence: string): void => {
      form.setFieldError(name, sentence);
      focusFirst({ [name]: sentence });
    },
    /** What is shown above the form: a failure that concerns no single field, until a value changes. */
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
