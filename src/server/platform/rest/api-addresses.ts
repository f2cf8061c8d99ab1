/** The addresses that programs ask: one way to write each, and by which methods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpHandler } from '../http/edge.ts';
import { sendProblem } from '../http/problem.ts';

const read: readonly string[] = ['GET', 'HEAD'];
const post: readonly string[] = ['POST'];

const methods: ReadonlyMap<string, readonly string[]> = new Map([
  ['/api/validate', post],
  ['/oauth/token', post],
  ['/oauth/introspect', post],
  ['/oauth/revoke', post],
  ['/.well-known/oauth-authorization-server', read],
  ['/.well-known/oauth-protected-resource/api/validate', read],
  ['/api/user', read],
  ['/api/licences', read],
  ['/api/receipts', read],
  ['/paddle/webhook', post],
  ['/livez', read],
  ['/readyz', read],
]);

/** A slash too many and another case name the same address: whoever glues `/oauth/token` to a base is understood. */
const canonical = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase();

/** The address that is asked, as `methods` has it, and where its query begins; null when it is none of them. */
function addressIn(url: string): { path: string; query: string } | null {
  if (methods.has(url)) return { path: url, query: '' };
  const mark = url.indexOf('?');
  const path = canonical(mark === -1 ? url : url.slice(0, mark));
  return methods.has(path) ? { path, query: mark === -1 ? '' : url.slice(mark) } : null;
}

/**
 * Hands requests on with their address in its one form, and refuses methods that an address does not know (RFC 9110,
 * section 15.5.6). What is no address of programs is handed on as it is.
 */
export function apiAddresses(handler: HttpHandler): HttpHandler {
  return (req: IncomingMessage, res: ServerResponse) => {
    const asked = addressIn(req.url ?? '');
    const allowed = asked && methods.get(asked.path);
    if (!asked || !allowed) {
      handler(req, res);
      return;
    }
    if (!allowed.includes(req.method ?? '')) {
      res.setHeader('Allow', allowed.join(', '));
      sendProblem(res, 'method-not-allowed', { detail: `Use ${allowed[0]} here.` });
      return;
    }
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
