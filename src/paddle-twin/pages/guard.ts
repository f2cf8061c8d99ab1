/**
 * Accepts requests only from programs and pages on this machine, so that other sites in the same browser can't control
 * the twin.
 */
import type { RequestHandler } from 'express';

const ownMachine = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Returns true if a browser that opens this host name connects to the machine it runs on. */
export const isOwnMachine = (hostname: string): boolean => ownMachine.has(hostname);

/** Strips the port. The colons of an IPv6 address are inside brackets. */
const nameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * Responds with 421 to unknown host names, because a foreign site can point its name at this machine (DNS rebinding),
 * and with 403 to changes sent by pages of another origin. Programs other than browsers send no `Origin` and are
 * allowed.
 */
export function onlyFromHere(names: readonly string[]): RequestHandler {
  const known = new Set([...ownMachine, ...names.map((name) => name.toLowerCase())]);
  return (request, response, next) => {
    const host = request.headers.host ?? '';
    if (!known.has(nameOf(host))) {
      response.status(421).json({ error: 'the twin does not answer to this host name' });
      return;
    }
    const { origin, 'sec-fetch-site': site } = request.headers;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isForeign =
      (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) ||
      site === 'cross-site' ||
      site === 'same-site';
    if (!isRead && isForeign) {
      response.status(403).json({ error: 'only the pages of the twin may change it' });
      return;
    }
    next();
  };
}
