/**
 * Decides what happens to a request by the host name that it was sent to. The portal has one address, APP_URL, but
 * instances and Paddle may still use names under which the PHP portal answered (APP_ALIASES).
 */
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { hourMs } from '#shared/durations.ts';
import { canonicalPath } from './canonical-path.ts';

/** Endpoints that programs ask at every name. A redirect would turn their POST into an empty GET. */
const askedByPrograms: ReadonlySet<string> = new Set(['/oauth/token', '/api/validate', '/paddle/webhook']);

/** Refused names that are logged in an hour. Anybody can invent names. */
const maxLogged = 20;

export type HostDecision =
  | { status: 'known' }
  /** A page was asked for at a further name. */
  | { status: 'moved' }
  /** `name` is the name that was asked for; null if there was none, or none that could be read. */
  | { status: 'refused'; name: string | null };

/**
 * Normalizes a Host header as URLs do: lower case, without the default port or a trailing dot. Returns null if it is
 * invalid.
 */
function hostIn(header: string | undefined, protocol: string): string | null {
  if (!header || /[/?#@\\\s]/.test(header)) return null;
  const url = `${protocol}//${header}`;
  return URL.canParse(url) ? new URL(url).host.replace(/\.(?=:|$)/, '') : null;
}

/** Returns the function that decides, for the portal at `appUrl` and its further names. */
export function hostDecisions({ appUrl, aliases }: { appUrl: string; aliases: readonly string[] }) {
  const { host, protocol } = new URL(appUrl);
  const further = new Set(aliases.map((alias) => hostIn(alias, protocol)));
  return ({ headers, method }: Pick<IncomingMessage, 'headers' | 'method'>, path: string): HostDecision => {
    const name = hostIn(headers.host, protocol);
    if (name === host) return { status: 'known' };
    if (name === null || !further.has(name)) return { status: 'refused', name };
    // Tabs with pages of the PHP portal ask in the background, where they could not follow a redirect to another name.
    if (askedByPrograms.has(canonicalPath(path)) || headers['x-inertia'] === 'true')
      return { status: 'known' };
    return method === 'GET' || method === 'HEAD' ? { status: 'moved' } : { status: 'refused', name };
  };
}

/** Returns a function that logs each refused name once an hour, and 20 names an hour at most. */
export function refusedNames(log: Pick<Logger, 'warn'>): (name: string | null) => void {
  let logged = new Set<string | null>();
  let since = Number.NEGATIVE_INFINITY;
  return (name) => {
    const now = performance.now();
    if (now - since >= hourMs) {
      logged = new Set();
      since = now;
    }
    if (logged.has(name) || logged.size >= maxLogged) return;
    logged.add(name);
    log.warn(
      { host: name },
      'requests to another host name are refused; if it is yours, add it to APP_ALIASES, and let the proxy pass on the Host header',
    );
  };
}
