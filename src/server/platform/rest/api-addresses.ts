/** The addresses that programs ask: one way to write each, and by which methods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isForHandler, type Methods, reading, writing } from '#server/platform/http/allowed-methods.ts';
import type { HttpHandler } from '#server/platform/http/request-pipeline.ts';

/** By address. */
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

/** A slash too many and another case name the same address: whoever glues `/oauth/token` to a base is understood. */
const canonical = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase();

/** The address that is asked, as `apiMethods` has it, and where its query begins; null when it is none of them. */
function addressIn(url: string): { path: string; query: string } | null {
  if (apiMethods.has(url)) return { path: url, query: '' };
  const mark = url.indexOf('?');
  const path = canonical(mark === -1 ? url : url.slice(0, mark));
  return apiMethods.has(path) ? { path, query: mark === -1 ? '' : url.slice(mark) } : null;
}

/**
 * Hands requests on with their address in its one form, and refuses methods that an address does not know. What is no
 * address of programs is handed on as it is.
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

/** Whether `Authorization` was sent more than once: Node keeps the first, and nobody can say which was meant. */
export function hasTwoAuthorizations({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  let seen = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
  }
  return seen > 1;
}
