/**
 * Authenticates clients by their secret. Wrong secrets are counted across all processes and limited (RFC 6749, section
 * 2.3.1 requires protection against guessing). The right secret is always accepted, whatever was sent before from the
 * same network. A client therefore can't be locked out by a neighbor or by an instance that still uses the old secret.
 */
import {
  hashClientSecret,
  isOwnHash,
  matchesOwnHash,
} from '#server/features/instances/secrets/client-secret.ts';
import { liveHashesOf } from '#server/features/instances/secrets/live-hashes.ts';
import type { Counted, Limiter } from '#server/platform/rate-limits/limiter.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { createLegacySecrets } from './legacy-secrets.ts';
import type { OauthClient, OauthClientStore } from './provider-adapter.ts';

const limit = { tries: 30, seconds: 600 } as const;

/**
 * Minimum length of an imported secret for which a fast hash may be stored. Passport's secrets are forty random
 * characters, which can't be guessed even from a fast hash.
 */
const minRandomLength = 32;

export type ClientAuthentication =
  | { status: 'proven'; clientId: string }
  | { status: 'wrong' }
  /** The secret is wrong, and too many wrong ones were sent before. */
  | { status: 'wrong_too_often'; waitSeconds: number }
  /** Too many secrets were waiting to be compared, so this one wasn't compared. */
  | { status: 'busy' };

export function createClientAuthentication(deps: {
  instanceClients: OauthClientStore;
  limiter: Limiter;
  legacySecrets?: ReturnType<typeof createLegacySecrets>;
}) {
  const { instanceClients, limiter, legacySecrets = createLegacySecrets() } = deps;

  async function matchesLegacy(
    { clientId, storedHash }: { clientId: string; storedHash: string },
    secret: string,
    { network, failures }: { network: string; failures: Counted },
  ): Promise<boolean | null> {
    const hasFailedOften = (await limiter.wait(failures)) !== null;
    const matches = await legacySecrets.matches(secret, storedHash, { network, hasFailedOften });
    // Stores a fast hash of the imported secret, so that later comparisons are cheap.
    if (matches && secret.length >= minRandomLength)
      await instanceClients.replaceHash(clientId, { from: storedHash, to: hashClientSecret(secret) });
    return matches;
  }

  /** Compares a secret with both secrets of the client during an overlap; null if it wasn't compared. */
  async function matchesAny(
    client: OauthClient,
    secret: string,
    from: { network: string; failures: Counted },
  ): Promise<boolean | null> {
    const hashes = liveHashesOf(client, new Date());
    // All are compared before one is judged, so that the time doesn't tell which one matches.
    const matches = hashes.filter(isOwnHash).map((hash) => matchesOwnHash(secret, hash));
    if (matches.includes(true)) return true;
    for (const storedHash of hashes.filter((hash) => !isOwnHash(hash))) {
      const isRight = await matchesLegacy({ clientId: client.id, storedHash }, secret, from);
      if (isRight !== false) return isRight;
    }
    return false;
  }

  /** Authenticates a client. Failures are counted by client and `network`. Throws if the database fails. */
  return async ({ clientId, secret }: ClientCredentials, network: string): Promise<ClientAuthentication> => {
    const client = await instanceClients.findEnabled(clientId);
    // All unknown client IDs share one counter per network, so that made-up IDs can't fill the table.
    const failures: Counted = client
      ? { name: 'oauth:client', of: [client.id, network], limit }
      : { name: 'oauth:unknown', of: [network], limit };
    const matches = client !== null && (await matchesAny(client, secret, { network, failures }));
    if (matches === null) return { status: 'busy' };
    if (client && matches) {
      await limiter.release({ forget: [failures] });
      return { status: 'proven', clientId: client.id };
    }
    const waitSeconds = await limiter.take([failures]);
    return waitSeconds === null ? { status: 'wrong' } : { status: 'wrong_too_often', waitSeconds };
  };
}
