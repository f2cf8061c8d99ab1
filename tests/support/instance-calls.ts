/** What instances ask the portal over HTTP: for a token with their secret, and with it about a key. */

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Returns a token for the credentials, or the status with which they were refused. */
export async function tokenOf(
  { url }: { url: string },
  { clientId, clientSecret }: Credentials,
): Promise<string | number> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      scope: 'manage-key',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  return token ?? answer.status;
}

/** Asks about a key that is none, and returns the status: `accepted` with a valid token, 401 otherwise. */
export async function ping({ url }: { url: string }, token: string | number): Promise<number> {
  const answer = await fetch(`${url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ licence_key: 'AAAA' }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The answer to a ping with a token that is accepted, because the key is no key. */
export const accepted = 500;
