/** Which columns of a table are shown. The choice is kept in the browser. */
import { useState } from 'react';
import { z } from 'zod';
import { readStored, writeStored } from '#client/stored.ts';

/** What was chosen, by column. Columns that aren't in it are shown unless they are extra. */
const Choices = z.record(z.string(), z.boolean()).default({}).catch({});

interface Choosable {
  id: string;
  isFixed?: boolean;
  isExtra?: boolean;
}

/** `name` tells the tables of the portal apart. */
export function useShownColumns(name: string, columns: readonly Choosable[]) {
  const key = `columns:${name}`;
  const [choices, setChoices] = useState(() => readStored(key, Choices));
  const isShown = ({ id, isFixed, isExtra = false }: Choosable) => isFixed || (choices[id] ?? !isExtra);
  return {
    shown: new Set(columns.filter(isShown).map(({ id }) => id)),
    choose: (id: string, isChosen: boolean) => {
      const next = { ...choices, [id]: isChosen };
      setChoices(next);
      writeStored(key, next);
    },
  };
}
