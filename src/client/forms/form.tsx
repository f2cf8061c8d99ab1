/**
 * A form that shows server errors at the fields concerned and focuses the first of them. Errors disappear when the user
 * makes a change: those at a field when that field changes, the one above the form on any change.
 */
import {
  type ComponentPropsWithRef,
  createContext,
  type FormEvent,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';

const RefusedEntries = createContext<ReadonlySet<string>>(new Set());
/** The error that was shown before the user changed something; null if there was none. */
const Outdated = createContext<unknown>(null);

interface EntryFormProps extends Omit<ComponentPropsWithRef<'form'>, 'ref' | 'noValidate' | 'onChange'> {
  ref?: RefObject<HTMLFormElement | null>;
  /** Why the submission failed; null if it didn't. */
  refused?: unknown;
  /** Maps the names of submitted values to field names, where they differ. */
  names?: Readonly<Record<string, string>>;
}

/** Returns the fields that an error may concern. Each path is matched in full, by its first segment and by its last. */
function refusedNames(refused: unknown, names: Readonly<Record<string, string>>): string[] {
  if (refused === null) return [];
  const steps = failureOf(refused).invalidFields.flatMap((path) => {
    const [first = '', ...others] = path.split('.');
    return [path, first, others.at(-1) ?? first];
  });
  return steps.map((step) => (Object.hasOwn(names, step) ? (names[step] ?? step) : step));
}

export function Form({ refused = null, names = {}, ref, children, ...props }: EntryFormProps) {
  const own = useRef<HTMLFormElement>(null);
  const form = ref ?? own;
  const [mended, setMended] = useState<{ of: unknown; names: readonly string[] }>({
    of: null,
    names: [],
  });
  const [outdated, setOutdated] = useState<unknown>(null);
  const isMended = (name: string) => mended.of === refused && mended.names.includes(name);
  const wrong = new Set(refusedNames(refused, names).filter((name) => !isMended(name)));

  // Every failed submission is a new error, so a second one moves the focus like the first.
  useEffect(() => {
    if (refused === null || failureOf(refused).invalidFields.length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused, form]);

  /** Clears the error of the edited field, because the server hasn't seen the new value. */
  function forget(event: FormEvent<HTMLFormElement>): void {
    setOutdated(refused);
    const name = event.target instanceof HTMLElement ? event.target.getAttribute('name') : null;
    if (name !== null && wrong.has(name))
      setMended({ of: refused, names: [...(mended.of === refused ? mended.names : []), name] });
  }

  return (
    <form {...props} ref={form} noValidate onChange={forget}>
      <RefusedEntries value={wrong}>
        <Outdated value={outdated}>{children}</Outdated>
      </RefusedEntries>
    </form>
  );
}

/** Returns whether the surrounding form has changed since it failed with this error, which is then no longer shown. */
export function useIsOutdated(error: unknown): boolean {
  const outdated = useContext(Outdated);
  return outdated !== null && outdated === error;
}

/** Returns the message at a field: the page's own or, if the server rejected the value, a generic one. */
export function useFieldProblem(name: string | undefined, problem: string | null | undefined): string | null {
  const t = useTranslations('fields');
  const isRefused = useContext(RefusedEntries).has(name ?? '');
  return problem || (isRefused ? t('refused') : null);
}
