/**
 * Tracks which account this tab shows. The tab doesn't silently follow the browser's session: each request names the
 * account it is made for, and responses for any other account, or for one that has signed out, are never rendered.
 */
import { type ViewStarted, viewHeader, viewMs } from '#shared/administration/view-as.ts';
import { shownAccountHeader } from '#shared/identity/sessions.ts';

/** Callbacks for session changes. */
export interface TabEvents {
  /** Called when the session of the account shown has ended. */
  onEnded: () => void;
  /** Called when another account is signed in instead. Everything in this tab must then be discarded. */
  onAnother: () => void;
  /** Called when another tab has signed a user in while this tab showed signed-out pages. */
  onArrived: () => void;
  /** Called when everything fetched for the account shown must be discarded. */
  onForgotten: () => void;
  /**
   * Called when the tab has entered a view of a customer's pages, or left one. Everything fetched before belongs to
   * another account and must be discarded.
   */
  onViewChanged: (change: { entered: TabView } | { left: TabView }) => void;
}

/** A view of a customer's pages by an administrator. It is kept in memory only, so reloading the page leaves it. */
export interface TabView {
  customer: ViewStarted['customer'];
  token: string;
  /** When it ends by this browser's clock, in milliseconds since 1970. The server's clock may differ, and decides. */
  endsAt: number;
}

export interface Carried {
  headers: Record<string, string>;
  /** Whether the tab still shows the account that the request was made for. */
  isWanted: () => boolean;
  /**
   * Like `isWanted`, for error responses. If the error code says that the session has ended or another account is
   * signed in, also updates the tab, so that callers don't have to.
   */
  isRefusalWanted: (code: string) => boolean;
}

const signalKey = 'signed-in-changed';
const movedKey = 'account-changed';
/** Returns a promise that never settles, to replace a response that the page no longer wants. */
export const nobodyWaits = (): Promise<never> => new Promise(() => undefined);

/** The account that this tab shows: null if signed out, undefined if not known yet. */
let shown: number | null | undefined;
/**
 * Incremented when the account shown signs out or is replaced. Responses to requests from an earlier generation are
 * discarded.
 */
let generation = 0;
/** The view that the tab is in; null if it shows the account's own pages. */
let view: TabView | null = null;
/** The last view, if it ended without the administrator's doing. */
let endedView: TabView | null = null;
let isGone = false;
let isEnding = false;
let hasMoved = false;
let hasArrived = false;
let events: TabEvents | null = null;
const listeners = new Set<() => void>();

/**
 * Runs `work`, ignoring errors from blocked storage. Other tabs then notice the change when they regain focus or send a
 * request.
 */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Browser storage is blocked. The other tabs notice the change later.
  }
}

/** Signals to the other tabs that the signed-in account has changed. They then ask the server which account it is. */
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

/** Enters or leaves a view. Responses to earlier requests are never rendered. */
function switchTo(next: TabView | null, change: Parameters<TabEvents['onViewChanged']>[0]): void {
  view = next;
  generation += 1;
  for (const listener of listeners) listener();
  events?.onViewChanged(change);
}

export const tab = {
  /** Starts tracking the account. Call once, before the first request. */
  begin(told: TabEvents): void {
    events = told;
    shown = undefined;
    generation += 1;
    [isGone, isEnding, hasMoved, hasArrived] = [false, false, false, false];
    [view, endedView] = [null, null];
    attempt(() => {
      hasMoved = sessionStorage.getItem(movedKey) !== null;
      sessionStorage.removeItem(movedKey);
    });
  },

  /** Returns true if the tab was reloaded because another account had been signed in. */
  hasMoved: (): boolean => hasMoved,

  /** Call when a link has signed the user in before this page was loaded, so that the other tabs notice at once. */
  arrive(): void {
    hasArrived = true;
    tellOtherTabs();
  },

  /** Returns true if a link has confirmed the user's address and signed them in. */
  hasArrived: (): boolean => hasArrived,

  /** Returns true once another account has replaced the one shown. Nothing is rendered from then on. */
  isGone: (): boolean => isGone,

  /** Returns the view that the tab is in; null if it shows the account's own pages. */
  view: (): TabView | null => view,

  /** Shows a customer's pages from now on: every request names the view. */
  enterView({ customer, token }: Pick<ViewStarted, 'customer' | 'token'>): void {
    const entered = { customer, token, endsAt: Date.now() + viewMs };
    endedView = null;
    switchTo(entered, { entered });
  },

  /** Shows the account's own pages again. `isOver`: because the view has ended, not because somebody wants to leave. */
  leaveView({ isOver }: { isOver: boolean }): void {
    const left = view;
    if (!left) return;
    endedView = isOver ? left : null;
    switchTo(null, { left });
  },

  /** Returns the last view if it ended without the administrator's doing. */
  endedView: (): TabView | null => endedView,

  /** Call once it has been said that the view has ended. */
  forgetEndedView(): void {
    endedView = null;
  },

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /**
   * Call for every request to the server. Returns its headers and the checks for whether its response is still wanted.
   */
  carry(): Carried {
    const sentIn = generation;
    const isWanted = () => !isGone && sentIn === generation;
    return {
      headers: {
        ...(typeof shown === 'number' && { [shownAccountHeader]: String(shown) }),
        ...(view && { [viewHeader]: view.token }),
      },
      isWanted,
      isRefusalWanted: (code) => {
        if (isWanted() && code === 'account_changed') leaveBehind();
        if (isWanted() && code === 'not_signed_in') end();
        if (isWanted() && code === 'view_ended') tab.leaveView({ isOver: true });
        return isWanted();
      },
    };
  },

  /**
   * Records which account the server says is signed in. Returns false, and discards the pages, if it is a different
   * account from the one shown.
   */
  see(account: number | null): boolean {
    if (isGone) return false;
    // In a view, the server answers with the customer's account.
    if (view && account === view.customer.id) return true;
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

  /** Call when this tab signs its user in or out. Responses to earlier requests are discarded. */
  forget(): void {
    generation += 1;
    shown = undefined;
    [view, endedView] = [null, null];
    isEnding = false;
    events?.onForgotten();
    tellOtherTabs();
  },
};

/**
 * Calls `look` whenever another account may be signed in: another tab signals a change, this tab regains focus, or the
 * browser restores it from the back/forward cache. Returns a function that stops listening.
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
