/**
 * How often a client may fail to show who it is, counted by client and network for all processes together
 * (RFC 6749, 2.3.1 asks for protection against guessing). Other clients of the same network are never kept waiting:
 * a fleet behind one address must not be locked by one of its members.
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { clientAddressOf } from '../http/client-address.ts';
import type { Counted, Limiter } from '../limits/limiter.ts';
import { networkOf } from '../limits/network.ts';

const limit = { tries: 30, seconds: 600 } as const;

/** Express adds the address that a trusted proxy tells. */
const addressOf = ({ req }: KoaContextWithOIDC): string | null => clientAddressOf(req);

const basic = /^Basic +([\w+/=-]+)$/i;

function presentedId(ctx: KoaContextWithOIDC): string {
  const given: unknown = ctx.oidc.params?.client_id;
  if (typeof given === 'string') return given;
  const credentials = basic.exec(ctx.headers.authorization ?? '')?.[1];
  const [id = ''] = Buffer.from(credentials ?? '', 'base64')
    .toString('utf8')
    .split(':', 1);
  return formDecoded(id);
}

/** As oidc-provider reads it (RFC 6749, section 2.3.1): no spelling of an id is a new one. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    // No client's: it counts as it is.
    return text;
  }
}

class TooManyFailures extends errors.OIDCProviderError {
  constructor() {
    super(429, 'temporarily_unavailable');
    this.error_description = 'this client has failed too often; ask again later';
  }
}

export function failedRequests(limiter: Limiter) {
  const counted = (ctx: KoaContextWithOIDC): Counted => ({
    name: 'oauth:client',
    of: [presentedId(ctx), networkOf(addressOf(ctx))],
    limit,
  });
  return {
    /** Throws what becomes a 429 where this client has failed too often, whatever secret it brings now. */
    async refuse(ctx: KoaContextWithOIDC): Promise<void> {
      const seconds = await limiter.wait(counted(ctx));
      if (seconds === null) return;
      ctx.set('Retry-After', String(seconds));
      throw new TooManyFailures();
    },

    /** Counts an answer that says `invalid_client`; one too many says 429 instead. */
    async note(ctx: KoaContextWithOIDC): Promise<void> {
      const body = ctx.body as { error?: unknown } | null | undefined;
      if (ctx.status !== 401 || body?.error !== 'invalid_client') return;
      const seconds = await limiter.take([counted(ctx)]);
      if (seconds === null) return;
      const { error, error_description } = new TooManyFailures();
      ctx.status = 429;
      ctx.remove('WWW-Authenticate');
      ctx.set('Retry-After', String(seconds));
      ctx.body = { error, error_description };
    },
  };
}
