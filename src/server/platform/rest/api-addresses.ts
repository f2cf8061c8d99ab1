/** The addresses of our APIs: their canonical form and their methods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isForHandler, type Methods, reading, writing } from '#server/platform/http/allowed-methods.ts';
import type { HttpHandler } from '#server/platform/http/request-pipeline.ts';

/** Accepted methods by path. */
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

/** Extra slashes and upper case are accepted, because clients append `/oauth/token` to a configured base. */
const canonical = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase();

/** The canonical address of a URL and its query; null where it is not an address of the APIs. */
function addressIn(url: string): { path: string; query: string } | null {
  if (apiMethods.has(url)) return { path: url, query: '' };
  const mark = url.indexOf('?');
  const path = canonical(mark === -1 ? url : url.slice(0, mark));
  return apiMethods.has(path) ? { path, query: mark === -1 ? '' : url.slice(mark) } : null;
}

/**
 * Passes requests on with the canonical address, and refuses methods that the address does not have. Other addresses are
 * passed on unchanged.
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

/** Whether `Authorization` was sent more than once: Node keeps the first, but which one was meant is unknown. */
export function hasTwoAuthorizations({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  let seen = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
  }
  return seen > 1;
}
