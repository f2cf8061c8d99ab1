/**
 * A form over what is known of somebody: what they have not touched follows what is known, and only what they have
 * touched is sent. What was changed elsewhere under a touched field is told before it is replaced.
 */
import { useState } from 'react';

interface Edit {
  value: string;
  /** What was known when the field was touched, or told since. */
  base: string;
}

type Some<Name extends string> = Partial<Record<Name, string>>;

export interface Edits<Name extends string> {
  /** As the fields show them. */
  values: Record<Name, string>;
  /** Those that the person has changed. */
  changed: Name[];
  /** What `changed` is to replace. */
  bases: Some<Name>;
  /** What was told of a field: what is there now instead of what the person was looking at. */
  told: Some<Name>;
  set: (name: Name, value: string) => void;
  /** These values were saved; what was typed since stays. */
  settle: (saved: Some<Name>) => void;
  /** Tells where something else than its base is known by now; saving again replaces that. Answers which fields. */
  tell: (known: Record<Name, string>) => Name[];
}

export function useEdits<Name extends string>(
  names: readonly Name[],
  known: Record<Name, string>,
): Edits<Name> {
  const [edits, setEdits] = useState<Partial<Record<Name, Edit>>>({});
  const [told, setTold] = useState<Some<Name>>({});
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
    told,
    set(name, value) {
      setEdits((before) => ({ ...before, [name]: { value, base: before[name]?.base ?? known[name] } }));
    },
    settle(saved) {
      const settled = names.filter((name) => saved[name] !== undefined);
      setTold((before) => without(before, settled));
      setEdits((before) => {
        const after = { ...before };
        for (const name of settled) {
          const edit = after[name];
          if (edit?.value === saved[name]) delete after[name];
          else if (edit) after[name] = { value: edit.value, base: saved[name] ?? edit.base };
        }
        return after;
      });
    },
    tell(now) {
      const overtaken = changed.filter(
        (name) => edits[name] && edits[name].base !== now[name] && edits[name].value !== now[name],
      );
      setTold(some(overtaken, (name) => now[name]));
      setEdits((before) => {
        const after = { ...before };
        for (const name of names) {
          const edit = after[name];
          if (edit) after[name] = { value: edit.value, base: now[name] };
        }
        return after;
      });
      return overtaken;
    },
  };
}
