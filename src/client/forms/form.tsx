/**
 * A form whose fields say themselves what the server refused of them; the first of these takes the focus. What is said
 * of a refusal goes as soon as something is changed: beside a field with what stands in it, over the form with anything.
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
/** What was refused before something was changed; null where nothing was. */
const Outdated = createContext<unknown>(null);

interface EntryFormProps extends Omit<ComponentPropsWithRef<'form'>, 'ref' | 'noValidate' | 'onChange'> {
  ref?: RefObject<HTMLFormElement | null>;
  /** Why what was sent is not done; null where nothing was refused. */
  refused?: unknown;
  /** By the name of what is sent: the name of its field, where that is another one. */
  names?: Readonly<Record<string, string>>;
}

/** The fields that a refusal may be about: a path is named by its whole, its first step and its last one. */
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

  // Each refusal is an error of its own: the second one takes the focus as the first did.
  useEffect(() => {
    if (refused === null || failureOf(refused).invalidFields.length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused, form]);

  /** What is being typed has not been refused. */
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

/** Whether the form that this stands in was changed since it was refused with this error: then it is not said any more. */
export function useIsOutdated(error: unknown): boolean {
  const outdated = useContext(Outdated);
  return outdated !== null && outdated === error;
}

/** The sentence beside a field: the page's own, else that the server does not accept what stands in it. */
export function useFieldProblem(name: string | undefined, problem: string | null | undefined): string | null {
  const t = useTranslations('fields');
  const isRefused = useContext(RefusedEntries).has(name ?? '');
  return problem || (isRefused ? t('refused') : null);
}
