/** Runs a server that behaves like Laravel Passport, in place of a customer's own Monica or OfficeLife. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  bearerOf,
  clientId,
  clientSecret,
  type PersonThere,
  type ProviderServer,
  sendJson,
} from './person.ts';

interface IssuedCode {
  person: PersonThere;
  redirectUri: string;
  challenge: string | null;
}

const randomText = () => randomBytes(20).toString('hex');

export async function startPassportServer(): Promise<ProviderServer> {
  const codes = new Map<string, IssuedCode>();
  const tokens = new Map<string, PersonThere>();
  const http = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      sendJson(res, 500, { message: String(error) });
    });
  });
  // Longer than any client keeps a connection open. With a shorter timeout, the server might close a connection just as
  // a client reuses it, if the machine is busy.
  http.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url ?? '/', url);
    const endpoint = `${req.method} ${pathname}`;
    if (endpoint === 'GET /oauth/authorize') return authorize(res, searchParams);
    if (endpoint === 'POST /oauth/token') return exchange(res, await formOf(req));
    if (endpoint === 'GET /api/me') return tell(res, tokens.get(bearerOf(req)));
    return sendJson(res, 404, { message: 'Not found' });
  }

  function authorize(res: ServerResponse, asked: URLSearchParams) {
    server.visits.push(asked);
    const redirectUri = asked.get('redirect_uri') ?? '';
    if (asked.get('client_id') !== clientId || asked.get('response_type') !== 'code' || !redirectUri)
      return sendJson(res, 401, { error: 'invalid_client', message: 'Client authentication failed' });
    const back = new URL(redirectUri);
    if (server.denies) {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set(
        'error_description',
        'The resource owner or authorization server denied the request.',
      );
    } else {
      const code = randomText();
      codes.set(code, { person: server.person, redirectUri, challenge: asked.get('code_challenge') });
      back.searchParams.set('code', code);
    }
    back.searchParams.set('state', asked.get('state') ?? '');
    res.writeHead(302, { Location: back.href });
    res.end();
  }

  function exchange(res: ServerResponse, form: URLSearchParams) {
    if (server.isBroken) return sendJson(res, 500, { message: 'Server Error' });
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const isClient = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isProven = code?.challenge === proof;
    if (!isClient) return sendJson(res, 401, { error: 'invalid_client' });
    if (!code || form.get('redirect_uri') !== code.redirectUri || !isProven)
      return sendJson(res, 400, { error: 'invalid_grant' });
    const accessToken = randomText();
    tokens.set(accessToken, code.person);
    return sendJson(res, 200, {
      token_type: 'Bearer',
      expires_in: 31_536_000,
      access_token: accessToken,
      refresh_token: randomText(),
    });
  }

  function tell(res: ServerResponse, person: PersonThere | undefined) {
    if (!person) return sendJson(res, 401, { message: 'Unauthenticated.' });
    const [first, ...last] = (person.name ?? '').split(' ');
    const names = { first_name: first, last_name: last.join(' ') || null };
    return sendJson(res, 200, {
      data: { id: Number(person.subject), object: 'user', ...names, email: person.email, locale: 'en' },
    });
  }

  const server: ProviderServer = {
    url,
    person: { subject: '0', name: null, email: null, emailVerified: false },
    denies: false,
    isBroken: false,
    visits: [],
    stop: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

async function formOf(req: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
