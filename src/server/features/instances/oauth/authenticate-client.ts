/**
 * Authenticates clients by their secret and limits wrong secrets, counted across all processes (RFC 6749, section 2.3.1
 * requires protection against guessing). The right secret is accepted regardless of what was sent before from the same
 * network, so neither a neighbor nor an instance's own old secret locks it out.
 */
import type { Counted, Limiter } from '#server/platform/rate-limits/limiter.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { hashClientSecret, isOwnHash, matchesOwnHash } from './client-secret.ts';
import { createLegacySecrets } from './legacy-secrets.ts';
import type { OauthClient, OauthClientStore } from './provider-adapter.ts';

const limit = { tries: 30, seconds: 600 } as const;

/**
 * Minimum length of an imported secret to be rehashed. Passport's secrets are forty random characters, which can't be
 * guessed even from a fast hash.
 */
const minRandomLength = 32;

export type ClientAuthentication =
  | { status: 'proven'; clientId: string }
  | { status: 'wrong' }
  /** The secret is wrong, and so were too many before it. */
  | { status: 'wrong_too_often'; waitSeconds: number }
  /** Too many secrets were waiting to be compared, so this one was dropped unchecked. */
  | { status: 'busy' };

export function createClientAuthentication(deps: {
  instanceClients: OauthClientStore;
  limiter: Limiter;
  legacySecrets?: ReturnType<typeof createLegacySecrets>;
}) {
  const { instanceClients, limiter, legacySecrets = createLegacySecrets() } = deps;

  async function matchesLegacy(
    client: OauthClient,
    secret: string,
    { network, failures }: { network: string; failures: Counted },
  ): Promise<boolean | null> {
    const hasFailedOften = (await limiter.wait(failures)) !== null;
    const matches = await legacySecrets.matches(secret, client.secretHash, { network, hasFailedOften });
    // Stores a fast hash, so that later comparisons are cheap.
    if (matches && secret.length >= minRandomLength)
      await instanceClients.replaceHash(client.id, { from: client.secretHash, to: hashClientSecret(secret) });
    return matches;
  }

  /** Counts failures by client and `network`. Throws if the database fails. */
  return async ({ clientId, secret }: ClientCredentials, network: string): Promise<ClientAuthentication> => {
    const client = await instanceClients.findEnabled(clientId);
    // Unknown IDs share one counter per network, so that made-up IDs can't fill the table.
    const failures: Counted = client
      ? { name: 'oauth:client', of: [client.id, network], limit }
      : { name: 'oauth:unknown', of: [network], limit };
    const matches =
      client !== null &&
      (isOwnHash(client.secretHash)
        ? matchesOwnHash(secret, client.secretHash)
        : await matchesLegacy(client, secret, { network, failures }));
    if (matches === null) return { status: 'busy' };
    if (client && matches) {
      await limiter.release({ forget: [failures] });
      return { status: 'proven', clientId: client.id };
    }
    const waitSeconds = await limiter.take([failures]);
    return waitSeconds === null ? { status: 'wrong' } : { status: 'wrong_too_often', waitSeconds };
  };
}
