/** Opens the dialog of an act. What it asks about stays while it fades out, and it begins anew each time. */
import { useEffect, useState } from 'react';

export function useQuestion<Asked>() {
  const [question, setQuestion] = useState<{ asked: Asked; count: number } | null>(null);
  /** The count of the question whose dialog is open; 0 if none is. */
  const [open, setOpen] = useState(0);
  const count = question?.count ?? 0;
  // A dialog must be mounted before it opens: only then does it notice what has the focus, and return it there.
  useEffect(() => setOpen(count), [count]);
  return {
    /** What the dialog asks about; null until one was opened. */
    asked: question?.asked ?? null,
    opened: count > 0 && open === count,
    /** Another one each time a dialog is opened, as its React key. */
    count,
    ask: (asked: Asked) => setQuestion({ asked, count: count + 1 }),
    close: () => setOpen(0),
  };
}
