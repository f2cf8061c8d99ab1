/**
 * A form that shows server errors at the fields concerned and focuses the first of these fields. An error at a field
 * disappears when that field changes; the error above the form disappears on any change.
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
/** The error that was being shown when the user changed something; null if nothing has changed. */
const Outdated = createContext<unknown>(null);

interface EntryFormProps extends Omit<ComponentPropsWithRef<'form'>, 'ref' | 'noValidate' | 'onChange'> {
  ref?: RefObject<HTMLFormElement | null>;
  /** Why the submission failed; null if it didn't. */
  refused?: unknown;
  /** Maps the names of submitted values to field names, where they differ. */
  names?: Readonly<Record<string, string>>;
}

/**
 * Returns the names of the fields that an error may concern. For each path, these are the whole path, its first segment
 * and its last segment.
 */
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

  // Every failed submission is a new error, so the focus moves each time.
  useEffect(() => {
    if (refused === null || failureOf(refused).invalidFields.length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused, form]);

  /** Stops showing the edited field's error, because the server hasn't seen the new value. */
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

/**
 * Returns true if the surrounding form has changed since it failed with this error. The error is then no longer shown.
 */
export function useIsOutdated(error: unknown): boolean {
  const outdated = useContext(Outdated);
  return outdated !== null && outdated === error;
}

/**
 * Returns the message to show at a field: the page's own message or, if the server rejected the value, a generic one.
 */
export function useFieldProblem(name: string | undefined, problem: string | null | undefined): string | null {
  const t = useTranslations('fields');
  const isRefused = useContext(RefusedEntries).has(name ?? '');
  return problem || (isRefused ? t('refused') : null);
}
