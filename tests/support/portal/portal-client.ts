/** Lets a test call the portal as an instance does, with a client and an access token. */

import type { Portal } from '#proofs/shop/portal.ts';
import type { Deps } from '#server/deps.ts';
import { createClient } from '#server/features/instances/create-client.ts';

/**
 * Creates an OAuth client that accepts the keys of both products. Returns an access token issued by the real endpoint.
 */
export async function authorize(
  portal: Pick<Portal, 'url'>,
  deps: Pick<Deps, 'instanceClients'>,
): Promise<string> {
  const { clientId, clientSecret } = await createClient(deps, { name: 'Test instance', product: null });
  const answer = await fetch(`${portal.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'manage-key',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}
