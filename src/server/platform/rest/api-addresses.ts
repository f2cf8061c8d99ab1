/** Paths of the portal's APIs, in canonical form, with their methods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isForHandler, type Methods, reading, writing } from '#server/platform/http/allowed-methods.ts';
import { canonicalPath } from '#server/platform/http/request/canonical-path.ts';
import type { HttpHandler } from '#server/platform/http/request-pipeline.ts';

/** The methods that each path accepts. */
export const apiMethods: ReadonlyMap<string, Methods> = new Map([
  ['/api/validate', writing],
  ['/oauth/token', writing],
  ['/oauth/introspect', writing],
  ['/oauth/revoke', writing],
  ['/.well-known/oauth-authorization-server', reading],
  ['/.well-known/oauth-protected-resource/api/validate', reading],
  ['/api/user', reading],
  ['/api/licences', reading],
  ['/api/receipts', reading],
  ['/paddle/webhook', writing],
  ['/livez', reading],
  ['/readyz', reading],
]);

/** Splits a URL into its canonical path and its query. Returns null if no API has that path. */
function addressIn(url: string): { path: string; query: string } | null {
  if (apiMethods.has(url)) return { path: url, query: '' };
  const mark = url.indexOf('?');
  const path = canonicalPath(mark === -1 ? url : url.slice(0, mark));
  return apiMethods.has(path) ? { path, query: mark === -1 ? '' : url.slice(mark) } : null;
}

/**
 * Replaces the path of a request with its canonical form, and refuses methods that the endpoint doesn't support.
 * Requests for other paths are passed on unchanged.
 */
export function apiAddresses(handler: HttpHandler): HttpHandler {
  return (req: IncomingMessage, res: ServerResponse) => {
    const asked = addressIn(req.url ?? '');
    const allowed = asked && apiMethods.get(asked.path);
    if (!asked || !allowed) {
      handler(req, res);
      return;
    }
    if (!isForHandler(allowed, req, res)) return;
    req.url = asked.path + asked.query;
    handler(req, res);
  };
}

/**
 * Returns whether `Authorization` was sent more than once. Node keeps only the first one, which may not be the intended
 * one.
 */
export function hasTwoAuthorizations({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  let seen = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
  }
  return seen > 1;
}
