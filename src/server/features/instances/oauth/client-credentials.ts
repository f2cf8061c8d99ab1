/** Reads who a client says it is (RFC 6749, section 2.3.1): from the form or from HTTP Basic. */
import { canonicalClientId } from '#server/features/instances/client-id.ts';
import { trimPasted } from '#shared/licences/pasted-text.ts';

export interface ClientCredentials {
  clientId: string;
  secret: string;
}

export type PresentedCredentials =
  | { status: 'presented'; credentials: ClientCredentials }
  /** Neither in the form nor in the header. */
  | { status: 'none' }
  /** There is an Authorization header, but no client id and secret can be read from it. */
  | { status: 'unreadable' }
  /** Two answers to the question who is asking. */
  | { status: 'ambiguous'; why: string };

/** Basic's two fields are form-encoded before they are joined. Throws `URIError` where they are not. */
const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', '%20'));

/** Null when the header is not Basic, not base64 of `id:secret`, or one of the two is empty. */
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

/** What cannot be seen around an id or a secret does not count: a secret mounted from a file ends in a line break. */
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
      why: 'the client secret was sent in the form and an Authorization header too',
    };
  const credentials = fromHeader(authorization);
  if (!credentials) return { status: 'unreadable' };
  if (clientId && clientId !== credentials.clientId)
    return {
      status: 'ambiguous',
      why: 'the client id in the form is not the one in the Authorization header',
    };
  return { status: 'presented', credentials };
}
