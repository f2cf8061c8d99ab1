/** What administrators change about the clients of instances. Each function is carried out inside a transaction. */
import type { BoundDeps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import type { InstanceClient } from '#server/features/instances/instance-client.repository.ts';
import { revokeTokens } from '#server/features/instances/revoke-tokens.ts';
import { endClientSecret } from '#server/features/instances/secrets/end-client-secret.ts';
import { addClientSecret, type Rotation } from '#server/features/instances/secrets/rotate-client-secret.ts';
import type { NewCredentials, RotatedCredentials } from '#shared/administration/instances.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';

type ClientDeps = Pick<BoundDeps, 'accessTokens' | 'instanceClients' | 'legacyTokens'>;

async function lockClient(inside: ClientDeps, clientId: string): Promise<InstanceClient> {
  const client = await inside.instanceClients.lock(clientId);
  if (!client) throw new AppError('not_found', 'there is no such client');
  return client;
}

const changed = (message: string): AppError => new AppError('changed_meanwhile', message);

/** The facts never contain the secret. */
export async function createClientOf(
  inside: ClientDeps,
  { name, product, clientId }: { name: string; product: Product | null; clientId: string },
): Promise<Performed<NewCredentials>> {
  const result = await createClient(inside, { name, product, clientId });
  return { result, after: { name, product, secretNumber: 1 } };
}

/** Changes the product whose keys the client may check; null for both. */
export async function bindClient(
  inside: ClientDeps,
  { clientId, product }: { clientId: string; product: Product | null },
): Promise<Performed<null>> {
  const client = await lockClient(inside, clientId);
  if (client.product === product) throw changed('the client is bound to this product already');
  await inside.instanceClients.bind(client.id, product);
  return { result: null, before: { product: client.product }, after: { product } };
}

/** Throws `two_secrets` if two are valid and the older one wasn't named. */
export async function rotateSecretOf(
  inside: ClientDeps,
  rotation: Rotation,
): Promise<Performed<RotatedCredentials>> {
  const client = await lockClient(inside, rotation.clientId);
  const added = await addClientSecret(inside, client, rotation);
  if (added.status === 'unknown') throw changed('the client is disabled');
  if (added.status === 'overlap') throw new AppError('two_secrets', 'two secrets of the client are valid');
  const { clientSecret, number, olderEndsAt } = added;
  return {
    result: { clientId: client.id, clientSecret, olderEndsAt },
    before: { secretNumber: client.secretNumber },
    after: { secretNumber: number, olderSecretUntil: olderEndsAt?.toISOString() ?? null },
  };
}

const codes = { unknown: 'changed_meanwhile', last: 'last_secret' } as const satisfies Record<
  string,
  ErrorCode
>;

/** Throws `last_secret` if the client has no other one. */
export async function endSecretOf(
  inside: ClientDeps,
  { clientId, number }: { clientId: string; number: number },
): Promise<Performed<null>> {
  const client = await lockClient(inside, clientId);
  const ended = await endClientSecret(inside, client, number);
  if (ended.status !== 'ended')
    throw new AppError(codes[ended.status], `the secret was not ended: ${ended.status}`);
  return { result: null, before: { secretNumber: number } };
}

/** Revokes all tokens of the client. Its instances are then locked until an operator clears their cache. */
export async function revokeTokensOf(
  inside: ClientDeps,
  { clientId }: { clientId: string },
): Promise<Performed<{ revokedTokens: number }>> {
  const client = await lockClient(inside, clientId);
  const revokedTokens = await revokeTokens(inside, client.id);
  return { result: { revokedTokens }, after: { tokensRevoked: revokedTokens } };
}

/** Disables or enables a client. Its secrets and tokens stay, but aren't accepted while it is disabled. */
export async function setDisabled(
  inside: ClientDeps,
  { clientId, disabled }: { clientId: string; disabled: boolean },
): Promise<Performed<null>> {
  const client = await lockClient(inside, clientId);
  if ((client.revokedAt !== null) === disabled) throw changed('the client is in this state already');
  if (disabled) await inside.instanceClients.revoke(client.id);
  else await inside.instanceClients.enable(client.id);
  return { result: null, before: { disabled: !disabled }, after: { disabled } };
}
