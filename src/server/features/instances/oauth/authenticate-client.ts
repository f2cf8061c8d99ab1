/**
 * Whether a client is who it says it is, and how often it may fail to show that, counted for all processes together
 * (RFC 6749, section 2.3.1 asks for protection against guessing). A right secret is accepted at any time, whatever
 * others of the same network have sent: an instance must not be locked by its neighbour, nor by its own past.
 */
import type { Counted, Limiter } from '#server/platform/rate-limits/limiter.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { hashClientSecret, isOwnHash, matchesOwnHash } from './client-secret.ts';
import { createLegacySecrets } from './legacy-secrets.ts';
import type { OauthClient, OauthClientStore } from './provider-adapter.ts';

const limit = { tries: 30, seconds: 600 } as const;

/** Passport's secrets are forty random characters: as hard to guess from a fast hash as our own. */
const minRandomLength = 32;

export type ClientAuthentication =
  | { status: 'proven'; clientId: string }
  | { status: 'wrong' }
  /** Wrong, once more after too many times. */
  | { status: 'wrong_too_often'; waitSeconds: number }
  /** Too many secrets wait to be compared; this one has not been looked at. */
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
    failures: Counted,
  ): Promise<boolean | null> {
    const hasFailedOften = (await limiter.wait(failures)) !== null;
    const matches = await legacySecrets.matches(secret, client.secretHash, { hasFailedOften });
    // From now on it is compared as quickly as our own.
    if (matches && secret.length >= minRandomLength)
      await instanceClients.replaceHash(client.id, { from: client.secretHash, to: hashClientSecret(secret) });
    return matches;
  }

  /** `network`: whose failures are counted together. Throws what the database throws. */
  return async ({ clientId, secret }: ClientCredentials, network: string): Promise<ClientAuthentication> => {
    const client = await instanceClients.findEnabled(clientId);
    // Ids that nobody has are counted as one: whoever invents them must not fill the table with counters.
    const failures: Counted = client
      ? { name: 'oauth:client', of: [client.id, network], limit }
      : { name: 'oauth:unknown', of: [network], limit };
    const matches =
      client !== null &&
      (isOwnHash(client.secretHash)
        ? matchesOwnHash(secret, client.secretHash)
        : await matchesLegacy(client, secret, failures));
    if (matches === null) return { status: 'busy' };
    if (client && matches) {
      await limiter.release({ forget: [failures] });
      return { status: 'proven', clientId: client.id };
    }
    const waitSeconds = await limiter.take([failures]);
    return waitSeconds === null ? { status: 'wrong' } : { status: 'wrong_too_often', waitSeconds };
  };
}
