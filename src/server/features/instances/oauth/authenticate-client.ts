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

/** Passport's secrets are forty random characters, too many to be guessed from a fast hash. */
const minRandomLength = 32;

export type ClientAuthentication =
  | { status: 'proven'; clientId: string }
  | { status: 'wrong' }
  /** Wrong again, after too many wrong ones. */
  | { status: 'wrong_too_often'; waitSeconds: number }
  /** Too many secrets were waiting to be compared; this one was dropped unchecked. */
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
    // From now on the secret is compared with a fast hash.
    if (matches && secret.length >= minRandomLength)
      await instanceClients.replaceHash(client.id, { from: client.secretHash, to: hashClientSecret(secret) });
    return matches;
  }

  /** Failures are counted by client and `network`. Throws what the database throws. */
  return async ({ clientId, secret }: ClientCredentials, network: string): Promise<ClientAuthentication> => {
    const client = await instanceClients.findEnabled(clientId);
    // Unknown ids share one counter per network, so that invented ids cannot fill the table.
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
