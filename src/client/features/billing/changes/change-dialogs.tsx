/**
 * The dialogs in which customers change their subscriptions, one at a time. They belong to the page, not to the buttons
 * that open them: once a change has been made, the button, the message beside it or the whole licence may be gone,
 * while the dialog still says what happened.
 */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { LicenceView } from '#shared/licences/licences.ts';
import { type Asked, QuestionDialog } from './question-dialog.tsx';

interface Question {
  asked: Asked;
  /** The licence as it was when the dialog was opened. */
  licence: LicenceView;
}

interface OpenDialog {
  /** Null while no dialog is open. */
  question: Question | null;
  ask: (asked: Asked, licence: LicenceView) => void;
}

const Dialogs = createContext<OpenDialog>({ question: null, ask: () => undefined });

/** Returns what the open dialog asks, and a function that opens a dialog. */
export const useChangeDialogs = (): OpenDialog => useContext(Dialogs);

interface ChangeDialogsProps {
  /** Returns the IDs of the elements that say what has become of a licence. The best comes first. */
  placesOf: (licence: LicenceView) => readonly string[];
  children: ReactNode;
}

export function ChangeDialogs({ placesOf, children }: ChangeDialogsProps) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [left, setLeft] = useState<Left | null>(null);
  const opener = useRef<Element | null>(null);
  const dialogs = useMemo(
    (): OpenDialog => ({
      question,
      ask: (asked, licence) => {
        opener.current = document.activeElement;
        setLeft(null);
        setQuestion({ asked, licence });
      },
    }),
    [question],
  );
  useFocusAfter(left, placesOf);
  function close(): void {
    if (question && opener.current) setLeft({ opener: opener.current, licence: question.licence });
    setQuestion(null);
  }
  return (
    <Dialogs value={dialogs}>
      {children}
      <QuestionDialog asked={question?.asked ?? null} licence={question?.licence ?? null} onClose={close} />
    </Dialogs>
  );
}

/** A dialog that has been closed. */
interface Left {
  opener: Element;
  licence: LicenceView;
}

/**
 * The dialog returns the focus to the button that opened it. If that is gone, or goes when the page learns of the
 * change, the focus moves to what the page says about the licence now, or else to the page's heading.
 */
function useFocusAfter(left: Left | null, placesOf: ChangeDialogsProps['placesOf']): void {
  const places = useEffectEvent((licence: LicenceView) =>
    [...placesOf(licence).map((id) => document.getElementById(id)), document.querySelector('main h1')].filter(
      (place) => place instanceof HTMLElement,
    ),
  );
  useEffect(() => {
    if (!left) return;
    const observer = new MutationObserver(follow);
    observer.observe(document.body, { childList: true, subtree: true });
    follow();
    return () => observer.disconnect();

    /** Better places may appear later, because a page learns of a change in several answers. */
    function follow(): void {
      if (!left || left.opener.isConnected) return;
      const found = places(left.licence);
      const focused = document.activeElement;
      const isOurs = isLost(focused) || found.some((place) => place === focused);
      if (!isOurs) observer.disconnect();
      else if (focused !== found[0]) found[0]?.focus();
    }
  }, [left]);
}

/** Returns whether the focus is on nothing, or still in the dialog that is closing. */
const isLost = (focused: Element | null): boolean =>
  focused === null || focused === document.body || focused.closest('[role="dialog"]') !== null;
