/**
 * Whose pages this tab shows. It does not follow the browser's session by itself: what is asked carries whom it is
 * asked for, and what comes back for somebody else, or after they have gone, is never drawn.
 */
import { shownAccountHeader } from '#shared/identity/sessions.ts';

/** What happens to the pages; the application says how. */
export interface TabEvents {
  /** The session of whom the pages show has ended. */
  onEnded: () => void;
  /** Another account is signed in by now: nothing of this tab may stay. */
  onAnother: () => void;
  /** Somebody is signed in where the pages showed nobody. */
  onArrived: () => void;
  /** What was asked for whom the pages showed is not theirs to keep. */
  onForgotten: () => void;
}

export interface Carried {
  headers: Record<string, string>;
  /** Whether an answer is still wanted: whom it was asked for is still shown. */
  isWanted: () => boolean;
  /** The same of a refusal, whose meaning for the pages is seen to here, whichever way it came. */
  isRefusalWanted: (code: string) => boolean;
}

const signalKey = 'signed-in-changed';
const movedKey = 'account-changed';
/** For an answer that nobody is there for any more. */
export const nobodyWaits = (): Promise<never> => new Promise(() => undefined);

/** Null: nobody. Undefined: not known yet. */
let shown: number | null | undefined;
/** Counts the times that whoever was shown has gone. */
let generation = 0;
let isGone = false;
let isEnding = false;
let hasMoved = false;
let events: TabEvents | null = null;
const listeners = new Set<() => void>();

/** Storage may be forbidden: other tabs then find out when they are looked at, or when they ask for something. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // As above.
  }
}

/** Who is signed in has changed by what this tab did, or saw. The others ask the server who it is. */
const tellOtherTabs = () => attempt(() => localStorage.setItem(signalKey, crypto.randomUUID()));

function leaveBehind(): void {
  generation += 1;
  isGone = true;
  attempt(() => sessionStorage.setItem(movedKey, 'yes'));
  for (const listener of listeners) listener();
  events?.onAnother();
}

function end(): void {
  if (isEnding || shown === null || shown === undefined) return;
  isEnding = true;
  tellOtherTabs();
  events?.onEnded();
}

export const tab = {
  /** To be called once, before anything is asked. */
  begin(told: TabEvents): void {
    events = told;
    shown = undefined;
    generation += 1;
    [isGone, isEnding, hasMoved] = [false, false, false];
    attempt(() => {
      hasMoved = sessionStorage.getItem(movedKey) !== null;
      sessionStorage.removeItem(movedKey);
    });
  },

  /** Whether this page was loaded because the browser had been signed in as somebody else meanwhile. */
  hasMoved: (): boolean => hasMoved,

  /** Whether the pages are of somebody who has gone: then nothing is drawn any more. */
  isGone: (): boolean => isGone,

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** For everything that is asked of the server. */
  carry(): Carried {
    const sentIn = generation;
    const isWanted = () => !isGone && sentIn === generation;
    return {
      headers: typeof shown === 'number' ? { [shownAccountHeader]: String(shown) } : {},
      isWanted,
      isRefusalWanted: (code) => {
        if (isWanted() && code === 'account_changed') leaveBehind();
        if (isWanted() && code === 'not_signed_in') end();
        return isWanted();
      },
    };
  },

  /** The server says who is signed in. False: it is somebody else than the pages show, and they are gone. */
  see(account: number | null): boolean {
    if (isGone) return false;
    if (typeof shown === 'number' && account !== shown) {
      if (account === null) end();
      else leaveBehind();
      return account === null;
    }
    const wasNobody = shown === null;
    shown = account;
    if (wasNobody && account !== null) {
      tellOtherTabs();
      events?.onArrived();
    }
    return true;
  },

  /** Whoever was shown leaves, or is replaced by what this very tab does: what was asked for them is not wanted. */
  forget(): void {
    generation += 1;
    shown = undefined;
    isEnding = false;
    events?.onForgotten();
    tellOtherTabs();
  },
};

/**
 * Calls back whenever it may be that another account is signed in: another tab says so, this one is looked at again,
 * or comes back as it was left. Returns what ends that.
 */
export function whenToLook(look: (why: 'looked-at' | 'told' | 'restored') => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  window.addEventListener('storage', ({ key }) => key === signalKey && look('told'), { signal });
  window.addEventListener('focus', () => look('looked-at'), { signal });
  window.addEventListener('pageshow', ({ persisted }) => persisted && look('restored'), { signal });
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && look('looked-at'),
    { signal },
  );
  return () => controller.abort();
}
