/** Tests that /api/validate behaves the same whether it is handled before Express or by Express. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
afterEach(() => portal.stop());

/** Only the path without a query string is handled before Express. With a query string, Express handles it. */
const endpoints = [
  ['before Express', '/api/validate'],
  ['in Express', '/api/validate?'],
] as const;

describe.each(endpoints)('/api/validate %s', (_, path) => {
  it('returns 401 with a request id for a request without a token', async () => {
    const response = await fetch(portal.url + path, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
    expect(await response.json()).toMatchObject({ type: `${portal.url}/problems/token-missing` });
  });

  it('returns 405 for GET', async () => {
    const response = await fetch(portal.url + path);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  it('counts the response in the metrics', async () => {
    await fetch(portal.url + path, { method: 'POST' });
    expect(await portal.metrics()).toContain('licence_pings_total{status="401"} 1');
  });
});
