/** A form's entries: checked when it is sent, then as they are mended; the first wrong one gets the focus. */
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { FieldProblem } from './check-values.ts';

type Checks<T> = { [K in keyof T]?: (value: T[K]) => FieldProblem | null };

interface EntriesOptions<T> {
  initial: T;
  checks: Checks<T>;
  onReady: (entries: T) => void;
}

export function useFormValues<T extends object>({ initial, checks, onReady }: EntriesOptions<T>) {
  const [entries, setEntries] = useState(initial);
  const [submitted, setWasSent] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const t = useTranslations('fields');
  const { number } = useFormats();

  function problemOf<K extends keyof T>(name: K): FieldProblem | null {
    return checks[name]?.(entries[name]) ?? null;
  }

  function say(problem: FieldProblem): string {
    switch (problem.key) {
      case 'passwordTooShort':
        return t(problem.key, { min: number(problem.min), count: number(problem.count) });
      case 'passwordTooLong':
        return t(problem.key, { max: number(problem.max) });
      default:
        return t(problem.key);
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    setWasSent(true);
    const names = Object.keys(initial) as (keyof T & string)[];
    const wrong = names.find((name) => problemOf(name) !== null);
    if (wrong === undefined) onReady(entries);
    else form.current?.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus();
  }

  return {
    entries,
    set: <K extends keyof T>(name: K, value: T[K]) => setEntries((before) => ({ ...before, [name]: value })),
    /** The sentence beside an entry; none before the form was sent once. */
    errorOf: (name: keyof T): string | null => {
      const problem = submitted ? problemOf(name) : null;
      return problem && say(problem);
    },
    formProps: { ref: form, onSubmit: submit } as const,
  };
}
