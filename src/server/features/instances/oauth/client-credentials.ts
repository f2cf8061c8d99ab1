/** Reads client credentials from the form or from HTTP Basic (RFC 6749, section 2.3.1). */
import { canonicalClientId } from '#server/features/instances/client-id.ts';
import { trimPasted } from '#shared/licences/pasted-text.ts';

export interface ClientCredentials {
  clientId: string;
  secret: string;
}

export type PresentedCredentials =
  | { status: 'presented'; credentials: ClientCredentials }
  /** Neither the form nor the header contains credentials. */
  | { status: 'none' }
  /** There is an Authorization header, but a client ID and secret can't be read from it. */
  | { status: 'unreadable' }
  /** Credentials were sent more than once, or those in the form and the header differ. */
  | { status: 'ambiguous'; why: string };

/**
 * Decodes a field of HTTP Basic. OAuth form-encodes the ID and the secret before joining them. Throws `URIError` if the
 * field is malformed.
 */
const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', '%20'));

/** Returns null if the header isn't Basic or isn't the base64 form of `id:secret`, or if the ID or secret is empty. */
function fromHeader(authorization: string): ClientCredentials | null {
  const encoded = /^basic +([\w+/-]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1) return null;
  try {
    const clientId = canonicalClientId(formDecoded(decoded.slice(0, colon)));
    const secret = trimPasted(formDecoded(decoded.slice(colon + 1)));
    return clientId && secret ? { clientId, secret } : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/**
 * Reads the credentials of a request. Ignores whitespace and invisible characters around them, because a secret mounted
 * from a file ends in a line break.
 */
export function presentedCredentials(
  form: URLSearchParams,
  authorization: string | undefined,
): PresentedCredentials {
  for (const name of ['client_id', 'client_secret'])
    if (form.getAll(name).length > 1) return { status: 'ambiguous', why: `${name} was sent twice` };
  const clientId = canonicalClientId(form.get('client_id') ?? '');
  const secret = trimPasted(form.get('client_secret') ?? '');
  if (authorization === undefined)
    return clientId && secret
      ? { status: 'presented', credentials: { clientId, secret } }
      : { status: 'none' };
  if (secret)
    return {
      status: 'ambiguous',
      why: 'the client secret was sent both in the form and in an Authorization header',
    };
  const credentials = fromHeader(authorization);
  if (!credentials) return { status: 'unreadable' };
  if (clientId && clientId !== credentials.clientId)
    return {
      status: 'ambiguous',
      why: 'the client id in the form differs from the one in the Authorization header',
    };
  return { status: 'presented', credentials };
}
