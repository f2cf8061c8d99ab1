/** Creates client credentials for an instance. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { hashClientSecret, newClientSecret } from './secrets/client-secret.ts';

export const newClientId = (): string => randomUUID();

/** Returns the new credentials. The secret can't be retrieved again, because only its hash is stored. */
export async function createClient(
  deps: Pick<Deps, 'instanceClients'>,
  { name, product, clientId = newClientId() }: { name: string; product: Product | null; clientId?: string },
): Promise<{ clientId: string; clientSecret: string }> {
  const clientSecret = newClientSecret();
  await deps.instanceClients.add({ id: clientId, name, product, secretHash: hashClientSecret(clientSecret) });
  return { clientId, clientSecret };
}
