/**
 * Loads chunks on demand: pages, languages, the WebAuthn library. After a release, the scripts and styles of the
 * previous one may be gone, and only reloading the page helps. The page is reloaded at most once per release, and never
 * while it holds input that would be lost.
 */
import { RequestFailure } from './api/failure.ts';
import { fetchInTime } from './api/fetch-in-time.ts';
import { nobodyWaits } from './api/tab.ts';
import { browser } from './browser.ts';

/** Thrown when a chunk's code or styles can't be fetched. */
export class MissingPart extends Error {
  constructor(cause: unknown) {
    super('a part of the application could not be fetched', { cause });
    this.name = 'MissingPart';
  }
}

/** URLs of the stylesheets that failed to load in this document. */
const missingStyles = new Set<string>();

/** Records stylesheets that fail to load. Returns a function that stops recording. */
export function watchStyles(): () => void {
  const note = ({ target }: Event) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') missingStyles.add(target.href);
  };
  window.addEventListener('error', note, { capture: true });
  return () => window.removeEventListener('error', note, { capture: true });
}

/** Requests a stylesheet again. Rejects if it fails again. */
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
 * Wraps an `import()`; every dynamic import in the client must go through it. The returned function fetches the chunk
 * once for all callers, and throws `MissingPart` if its code or styles can't be fetched. After a failure, the next call
 * fetches the code and the failed stylesheets again. The bundler's loader would not: it requests each stylesheet only
 * once, so the page would be rendered without it.
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

/**
 * Identifies the release by the URL of its entry script. File names contain a hash of the content, and the entry script
 * lists all other files, so its name changes whenever any file does.
 */
const release = (): string =>
  document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '';

/** The file name of the entry script; null if the document has none. */
export const releaseName = (): string | null => /([\w.-]{1,100})$/.exec(release())?.[1] ?? null;

/** Returns true the first time it is called for a release, and false from then on. */
function isFirstTime(): boolean {
  try {
    const known = (sessionStorage.getItem(reloadedKey) ?? '').split(' ');
    if (known.includes(release() || 'unnamed')) return false;
    sessionStorage.setItem(reloadedKey, [...known.slice(-9), release() || 'unnamed'].join(' '));
    return true;
  } catch {
    // Without storage, the page can't tell whether it has already been reloaded, so it might reload forever.
    return false;
  }
}

/** Returns whether the server responds. Reloading while it is down would replace the page with an error. */
async function isReachable(): Promise<boolean> {
  try {
    return (await fetchInTime('/', { method: 'HEAD', cache: 'no-store' })).status < 500;
  } catch {
    return false;
  }
}

export type Recovery = 'reloading' | 'unreachable' | 'missing';

/** Reloads the page, unless the server is unreachable or the page has already been reloaded for this release. */
export async function recover(): Promise<Recovery> {
  if (!(await isReachable())) return 'unreachable';
  if (!isFirstTime()) return 'missing';
  browser.reload();
  return 'reloading';
}

const typedInto = new Set<Element>();

/**
 * Tracks the fields that the user types into for as long as the fields are on the page. Returns a function that stops
 * tracking.
 */
export function watchTyping(): () => void {
  const note = ({ target }: Event) => target instanceof Element && typedInto.add(target);
  document.addEventListener('input', note, { capture: true });
  return () => document.removeEventListener('input', note, { capture: true });
}

function hasTyped(): boolean {
  for (const field of typedInto) if (!field.isConnected) typedInto.delete(field);
  return [...typedInto].some((field) => !('value' in field) || field.value !== '');
}

/**
 * Loads a chunk that the open page needs now, reloading the page if the chunk is gone. Throws a `RequestFailure` if
 * reloading can't help or would lose what the user has typed.
 */
export async function partOfPage<T>(fetchPart: () => Promise<T>): Promise<T> {
  try {
    return await fetchPart();
  } catch (cause) {
    const outcome = hasTyped() && (await isReachable()) ? 'missing' : await recover();
    if (outcome === 'reloading') return nobodyWaits();
    throw new RequestFailure(outcome === 'missing' ? 'part_missing' : 'unreachable', { cause });
  }
}
