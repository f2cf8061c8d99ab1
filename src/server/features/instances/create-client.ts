/** Makes an instance's client id and secret. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { hashClientSecret, newClientSecret } from './oauth/client-secret.ts';

/** The secret is in this answer and nowhere else: only its hash is kept. */
export async function createClient(
  deps: Pick<Deps, 'instanceClients'>,
  { name, product }: { name: string; product: Product | null },
): Promise<{ clientId: string; clientSecret: string }> {
  const clientId = randomUUID();
  const clientSecret = newClientSecret();
  await deps.instanceClients.add({ id: clientId, name, product, secretHash: hashClientSecret(clientSecret) });
  return { clientId, clientSecret };
}
