/** The token in an Authorization header (RFC 6750, section 2.1). */

const wellFormed = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;
const anyToken = /^Bearer +\S/i;

export interface Bearer {
  /** False where the header is absent or of another scheme: the answer then names no error (RFC 6750, section 3). */
  isPresent: boolean;
  /** Null where no token is present, and where what is present cannot be a token. */
  token: string | null;
}

export function bearerIn(authorization = ''): Bearer {
  return { isPresent: anyToken.test(authorization), token: wellFormed.exec(authorization)?.[1] ?? null };
}
