/** Tests the clients and access tokens of a real PHP portal, as it issued them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { importClients } from '#server/features/takeover/instances/import-clients.ts';
import { importTokens } from '#server/features/takeover/instances/import-tokens.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const file = join(process.env.PHP_PORTAL_DIR ?? '', 'facts.json');
const isThere = process.env.PHP_PORTAL_DIR !== undefined && existsSync(file);

const Facts = z.object({
  clients: z.array(z.object({ id: z.string(), name: z.string(), secret: z.string(), revoked: z.boolean() })),
  tokens: z.array(
    z.object({ client: z.string(), scope: z.string(), revoked: z.boolean(), access_token: z.string() }),
  ),
  secrets: z.object({ passport_public_key: z.string() }),
});
const Claims = z.object({ jti: z.string(), aud: z.string(), exp: z.number() });

test.skipIf(!isThere)(
  isThere ? 'Real tokens open what they opened' : 'Real tokens (skipped: PHP_PORTAL_DIR names no folder)',
  async () => {
    const { clients, tokens, secrets } = Facts.parse(JSON.parse(readFileSync(file, 'utf8')));
    const server = await startInstanceServer({
      ...{ db: database.db, databaseUrl: database.url },
      settings: { LARAVEL_PASSPORT_PUBLIC_KEY: secrets.passport_public_key },
    });
    try {
      const kinds = { personal_access_client: false, password_client: false };
      const rows = clients.map((client) => ({
        ...{ ...kinds, id: client.id, name: client.name, revoked: client.revoked },
        secret: bcrypt.hashSync(client.secret, 4).replace('$2b$', '$2y$'),
      }));
      await importClients(server.deps, rows);
      const tokenRows = tokens.map(({ access_token: token, scope, revoked }) => {
        const { jti, aud, exp } = Claims.parse(
          JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')),
        );
        const scopes = JSON.stringify(scope === '' ? [] : [scope]);
        return { id: jti, client_id: aud, scopes, revoked, expires_at: new Date(exp * 1_000) };
      });
      expect((await importTokens(server.deps, tokenRows)).counts.came).toBe(tokens.length);

      const disabled = new Set(clients.filter(({ revoked }) => revoked).map(({ name }) => name));
      for (const { access_token: token, client, scope, revoked } of tokens) {
        const answer = await fetch(`${server.url}/api/validate`, {
          ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, body: 'x=1' },
        });
        await answer.arrayBuffer();
        // 500: the token was accepted, but the request contains no key.
        const expected = revoked || disabled.has(client) ? 401 : scope === '' ? 403 : 500;
        expect([client, scope, answer.status]).toEqual([client, scope, expected]);
      }
      for (const { id, secret, revoked } of clients) {
        const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
        const answer = await fetch(`${server.url}/oauth/token`, {
          method: 'POST',
          body: new URLSearchParams(form),
        });
        await answer.arrayBuffer();
        expect(answer.status).toBe(revoked ? 401 : 200);
      }
    } finally {
      await server.stop();
    }
  },
);
