/** Lets a test call the portal as an instance does, with a client and an access token. */

import type { Portal } from '#proofs/shop/portal.ts';
import type { Deps } from '#server/deps.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { tokenOf } from '#tests/support/instance-calls.ts';

/**
 * Creates an OAuth client that accepts the keys of both products. Returns an access token issued by the real endpoint.
 */
export async function authorize(
  portal: Pick<Portal, 'url'>,
  deps: Pick<Deps, 'instanceClients'>,
): Promise<string> {
  const credentials = await createClient(deps, { name: 'Test instance', product: null });
  const token = await tokenOf(portal, credentials);
  if (typeof token === 'number') throw new Error(`a new client was refused a token with ${token}`);
  return token;
}
