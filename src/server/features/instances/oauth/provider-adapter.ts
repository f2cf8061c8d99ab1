/**
 * Gives oidc-provider access to clients and tokens. Implements only the parts of oidc-provider's adapter that the
 * client credentials grant uses.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { InstanceClient } from '#server/features/instances/instance-client.repository.ts';
import { secondMs } from '#shared/durations.ts';
import { manageKeyScope } from '#shared/instances/instances.ts';
import type { AccessTokenRepository } from './access-token.repository.ts';
import { hashToken } from './token-hash.ts';

export type OauthClient = Pick<InstanceClient, 'id' | 'secretHash' | 'olderSecret'>;

/** Looks up OAuth clients. The caller of the provider supplies it. Disabled clients are never returned. */
export interface OauthClientStore {
  findEnabled(id: string): Promise<OauthClient | null>;
  /**
   * Replaces the stored hash with a different hash of the same secret. Does nothing if the stored hash is no longer
   * `from`.
   */
  replaceHash(id: string, hashes: { from: string; to: string }): Promise<void>;
}

const notUsed = (): never => {
  throw new Error('client credentials need no such thing of the adapter');
};

const nothing: Adapter = {
  upsert: async () => notUsed(),
  find: async () => undefined,
  findByUserCode: async () => notUsed(),
  findByUid: async () => notUsed(),
  consume: async () => notUsed(),
  destroy: async () => notUsed(),
  revokeByGrantId: async () => notUsed(),
};

function clientAdapter(clients: Pick<OauthClientStore, 'findEnabled'>): Adapter {
  return {
    ...nothing,
    async find(id) {
      const client = await clients.findEnabled(id);
      if (!client) return undefined;
      return {
        client_id: client.id,
        // oidc-provider never compares this value, because the client is authenticated before oidc-provider gets the
        // request.
        client_secret: client.secretHash,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        scope: manageKeyScope,
        token_endpoint_auth_method: 'client_secret_post',
      };
    },
  };
}

function tokenAdapter(tokens: AccessTokenRepository): Adapter {
  return {
    ...nothing,
    async upsert(token, { jti: _, ...payload }) {
      await tokens.add({
        tokenHash: hashToken(token),
        clientId: String(payload.clientId),
        scope: payload.scope ?? '',
        payload,
        expiresAt: new Date(Number(payload.exp) * secondMs),
      });
    },
    async find(token) {
      const payload = await tokens.findPayload(hashToken(token));
      // oidc-provider uses the token itself as `jti`. It isn't stored, so it is filled in from the presented token.
      return payload ? ({ ...payload, jti: token } satisfies AdapterPayload) : undefined;
    },
    destroy: (token) => tokens.revoke(hashToken(token)),
  };
}

export function providerAdapter(parts: {
  clients: Pick<OauthClientStore, 'findEnabled'>;
  tokens: AccessTokenRepository;
}) {
  return (model: string): Adapter => {
    if (model === 'Client') return clientAdapter(parts.clients);
    return model === 'ClientCredentials' ? tokenAdapter(parts.tokens) : nothing;
  };
}
