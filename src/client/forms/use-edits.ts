/**
 * Form state for data that may be changed elsewhere at the same time. Untouched fields follow the data, and only
 * changed fields are sent. The user is warned before overwriting a change made elsewhere.
 *
 * Forms with such data aren't built on `use-form`. Mantine's form copies all values when it is created, so an effect
 * would have to copy them again whenever the data changes.
 */
import { useState } from 'react';

interface Edit {
  value: string;
  /** The stored value that was known when the user first edited the field or was last warned. */
  base: string;
}

type Some<Name extends string> = Partial<Record<Name, string>>;

export interface Edits<Name extends string> {
  /** Values as shown in the fields. */
  values: Record<Name, string>;
  /** Fields that the user has changed. */
  changed: Name[];
  /** The stored values that saving the `changed` fields would replace. */
  bases: Some<Name>;
  /** Current values of the fields that the user has been warned about. */
  warned: Some<Name>;
  set: (name: Name, value: string) => void;
  /** Marks these values as saved. Anything typed since is kept. */
  markSaved: (saved: Some<Name>) => void;
  /** Warns about fields that were changed both here and elsewhere, and returns them. Saving again overwrites them. */
  warnOfConflicts: (known: Record<Name, string>) => Name[];
}

export function useEdits<Name extends string>(
  names: readonly Name[],
  known: Record<Name, string>,
): Edits<Name> {
  const [edits, setEdits] = useState<Partial<Record<Name, Edit>>>({});
  const [warned, setWarned] = useState<Some<Name>>({});
  const changed = names.filter((name) => edits[name] && edits[name].value !== edits[name].base);
  const some = (fields: readonly Name[], of: (name: Name) => string) =>
    Object.fromEntries(fields.map((name) => [name, of(name)])) as Some<Name>;
  const without = (fields: Some<Name>, gone: readonly Name[]) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !gone.includes(name as Name))) as Some<Name>;

  return {
    values: Object.fromEntries(names.map((name) => [name, edits[name]?.value ?? known[name]])) as Record<
      Name,
      string
    >,
    changed,
    bases: some(changed, (name) => edits[name]?.base ?? known[name]),
    warned,
    set(name, value) {
      setEdits((before) => ({ ...before, [name]: { value, base: before[name]?.base ?? known[name] } }));
    },
    markSaved(saved) {
      const savedNames = names.filter((name) => saved[name] !== undefined);
      setWarned((before) => without(before, savedNames));
      setEdits((before) => {
        const after = { ...before };
        for (const name of savedNames) {
          const edit = after[name];
          if (edit?.value === saved[name]) delete after[name];
          else if (edit) after[name] = { value: edit.value, base: saved[name] ?? edit.base };
        }
        return after;
      });
    },
    warnOfConflicts(now) {
      const conflicting = changed.filter(
        (name) => edits[name] && edits[name].base !== now[name] && edits[name].value !== now[name],
      );
      setWarned(some(conflicting, (name) => now[name]));
      setEdits((before) => {
        const after = { ...before };
        for (const name of names) {
          const edit = after[name];
          if (edit) after[name] = { value: edit.value, base: now[name] };
        }
        return after;
      });
      return conflicting;
    },
  };
}
