/** Who may use a twin: programs and pages of this machine, not whatever page a browser has open besides. */
import type { RequestHandler } from 'express';

const ownMachine = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Whether a browser that opens this name asks its own machine. */
export const isOwnMachine = (hostname: string): boolean => ownMachine.has(hostname);

/** Behind the last colon is the port, but for an IPv6 address inside its brackets. */
const nameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * 421 for a name that is not this machine's or one of `names`: a page elsewhere can make its own name lead here. 403 for
 * what a page of another origin sends. What is no browser sends neither header and is let in.
 */
export function onlyFromHere(names: readonly string[]): RequestHandler {
  const known = new Set([...ownMachine, ...names.map((name) => name.toLowerCase())]);
  return (request, response, next) => {
    const host = request.headers.host ?? '';
    if (!known.has(nameOf(host))) {
      response.status(421).json({ error: 'this twin does not go by that name' });
      return;
    }
    const { origin, 'sec-fetch-site': site } = request.headers;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isForeign =
      (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) ||
      site === 'cross-site' ||
      site === 'same-site';
    if (!isRead && isForeign) {
      response.status(403).json({ error: 'only its own pages may change this twin' });
      return;
    }
    next();
  };
}
