/** Opens the dialog of an act. What it asks about stays while it fades out, and it begins anew each time. */
import { Fragment, type ReactNode, useEffect, useState } from 'react';

/** What a dialog is given. */
interface Shown {
  opened: boolean;
  onClose: () => void;
}

export function useQuestion<Asked>() {
  const [question, setQuestion] = useState<{ asked: Asked; count: number } | null>(null);
  /** The count of the question whose dialog is open; 0 if none is. */
  const [open, setOpen] = useState(0);
  const count = question?.count ?? 0;
  // A dialog must be mounted before it opens: only then does it notice what has the focus, and return it there.
  useEffect(() => setOpen(count), [count]);
  const opened = count > 0 && open === count;
  const close = () => setOpen(0);
  return {
    opened,
    ask: (asked: Asked) => setQuestion({ asked, count: count + 1 }),
    close,
    /** Renders the dialog of what was asked last; nothing until something was. */
    dialog: (render: (asked: Asked, shown: Shown) => ReactNode): ReactNode =>
      question && <Fragment key={count}>{render(question.asked, { opened, onClose: close })}</Fragment>,
  };
}
