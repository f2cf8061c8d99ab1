/** How oidc-provider finds clients and keeps tokens: the part of its adapter that client credentials need. */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { secondMs } from '#shared/durations.ts';
import { manageKeyScope } from '#shared/instances/instances.ts';
import type { AccessTokenRepository } from './access-token.repository.ts';
import { hashToken } from './token-hash.ts';

export interface OauthClient {
  id: string;
  secretHash: string;
}

/** Where clients come from: the feature that owns them hands it in. Disabled clients are not found. */
export interface OauthClientStore {
  findEnabled(id: string): Promise<OauthClient | null>;
  /** Puts another hash of the same secret in place of the one that was found; does nothing where that has changed. */
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
        // Never compared: who asks has been proven before the library sees the request.
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
      // The provider's `jti` is the token itself: it is never stored, and given back to whoever presents it.
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
