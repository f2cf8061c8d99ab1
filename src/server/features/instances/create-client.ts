/** Creates client credentials for an instance. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { hashClientSecret, newClientSecret } from './oauth/client-secret.ts';

/** Returns the new credentials. The secret can't be retrieved again, because only its hash is stored. */
export async function createClient(
  deps: Pick<Deps, 'instanceClients'>,
  { name, product }: { name: string; product: Product | null },
): Promise<{ clientId: string; clientSecret: string }> {
  const clientId = randomUUID();
  const clientSecret = newClientSecret();
  await deps.instanceClients.add({ id: clientId, name, product, secretHash: hashClientSecret(clientSecret) });
  return { clientId, clientSecret };
}
