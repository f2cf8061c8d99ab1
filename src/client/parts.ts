/**
 * Parts of the application that are fetched when they are needed: pages, languages, what speaks WebAuthn. After a
 * release those of the one before may be gone, scripts and styles alike. There is one way on: the page is loaded anew,
 * once for each release that it was loaded from, and not while somebody has typed something that would be lost.
 */
import { RequestFailure } from './api/failure.ts';
import { fetchInTime } from './api/fetch-in-time.ts';
import { nobodyWaits } from './api/tab.ts';
import { browser } from './browser.ts';

/** A part could not be fetched. */
export class MissingPart extends Error {
  constructor(cause: unknown) {
    super('a part of the application could not be fetched', { cause });
    this.name = 'MissingPart';
  }
}

/** Styles that this document asked for and did not get, by their address. */
const missingStyles = new Set<string>();

/** Notes every style that cannot be fetched. Returns what ends that. */
export function watchStyles(): () => void {
  const note = ({ target }: Event) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') missingStyles.add(target.href);
  };
  window.addEventListener('error', note, { capture: true });
  return () => window.removeEventListener('error', note, { capture: true });
}

/** Rejects where the style cannot be fetched now either. */
function fetchStyle(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.nonce = document.querySelector<HTMLElement>('[property="csp-nonce"]')?.nonce ?? '';
    link.addEventListener('load', () => {
      missingStyles.delete(href);
      resolve();
    });
    link.addEventListener('error', () => {
      link.remove();
      reject(new Error(`no style at ${href}`));
    });
    document.head.append(link);
  });
}

/**
 * Declares a part: every `import()` of the client stands in one of these. What it gives fetches the part, and throws
 * `MissingPart` where its code or its styles are not to be had. A part is fetched once, however many ask at a time;
 * and again after it failed, with the styles it lacked: the build's own loader asks for a style once only, and would
 * draw the page without.
 */
export function part<T>(fetchPart: () => Promise<T>): () => Promise<T> {
  let fetching: Promise<T> | null = null;
  let lacking: readonly string[] = [];
  const fetchAll = async (): Promise<T> => {
    try {
      await Promise.all(lacking.filter((href) => missingStyles.has(href)).map(fetchStyle));
      return await fetchPart();
    } catch (cause) {
      lacking = [...missingStyles];
      fetching = null;
      throw new MissingPart(cause);
    }
  };
  return () => {
    fetching ??= fetchAll();
    return fetching;
  };
}

const reloadedKey = 'reloaded-releases';

/** Names the release: every file of it is named by its content, and this one holds the names of all others. */
const release = (): string =>
  document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '';

/** The release by the name of that file alone; null where the document names none. */
export const releaseName = (): string | null => /([\w.-]{1,100})$/.exec(release())?.[1] ?? null;

/** Whether this is the first time that it is loaded anew from this release; from now on it is not. */
function isFirstTime(): boolean {
  try {
    const known = (sessionStorage.getItem(reloadedKey) ?? '').split(' ');
    if (known.includes(release() || 'unnamed')) return false;
    sessionStorage.setItem(reloadedKey, [...known.slice(-9), release() || 'unnamed'].join(' '));
    return true;
  } catch {
    // Without storage nobody could tell, and it would go round in circles.
    return false;
  }
}

/** Whether the portal answers at all: a page that is loaded anew without it is lost. */
async function isReachable(): Promise<boolean> {
  try {
    return (await fetchInTime('/', { method: 'HEAD', cache: 'no-store' })).status < 500;
  } catch {
    return false;
  }
}

export type Recovery = 'reloading' | 'unreachable' | 'missing';

/** Loads the page anew where that may help. */
export async function recover(): Promise<Recovery> {
  if (!(await isReachable())) return 'unreachable';
  if (!isFirstTime()) return 'missing';
  browser.reload();
  return 'reloading';
}

const typedInto = new Set<Element>();

/** Remembers what somebody types into, for as long as it is on the page. Returns what ends that. */
export function watchTyping(): () => void {
  const note = ({ target }: Event) => target instanceof Element && typedInto.add(target);
  document.addEventListener('input', note, { capture: true });
  return () => document.removeEventListener('input', note, { capture: true });
}

function hasTyped(): boolean {
  for (const field of typedInto) if (!field.isConnected) typedInto.delete(field);
  return [...typedInto].some((field) => !('value' in field) || field.value !== '');
}

/** Fetches what a page that stands needs now: throws an `RequestFailure` where the person has to load it anew, or cannot. */
export async function partOfPage<T>(fetchPart: () => Promise<T>): Promise<T> {
  try {
    return await fetchPart();
  } catch (cause) {
    const outcome = hasTyped() && (await isReachable()) ? 'missing' : await recover();
    if (outcome === 'reloading') return nobodyWaits();
    throw new RequestFailure(outcome === 'missing' ? 'part_missing' : 'unreachable', { cause });
  }
}
