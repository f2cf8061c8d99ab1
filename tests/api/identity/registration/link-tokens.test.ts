/**
 * Tests the token in the link that confirms an address. It is the portal's only self-contained token: signed, dated,
 * and valid for nothing else.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AuthPortal, linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const appKeys = [randomBytes(32)];
const [{ value: secret }] = authSecrets(appKeys);
const password = 'correct horse battery';
const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password, termsAccepted: true };
let portal: AuthPortal;
let genuine: string;

beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db, appKeys });
  await portal.browser().post('/sign-up/email', ada);
  genuine = linkOf((await portal.sentMails())[0]).searchParams.get('token') ?? '';
});
afterEach(() => portal.stop());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

function forge(header: object, claims: object, key: string): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

async function isTaken(token: string): Promise<boolean> {
  const answer = await portal.browser().post('/confirm-address', { token, password });
  if (answer.status === 200) return true;
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_TOKEN' } });
  const link = await portal.browser().get(`/api/auth/verify-email?token=${encodeURIComponent(token)}`);
  expect(link.cookies.has('portal.session_token')).toBe(false);
  return false;
}

const claims = () => ({ email: ada.email, iat: Math.floor(Date.now() / 1000), exp: inAnHour() });

test.each<[string, () => string]>([
  ['signed by nobody (alg none)', () => `${part({ alg: 'none' })}.${part(claims())}.`],
  ['that says none and is signed', () => forge({ alg: 'none' }, claims(), secret)],
  ['that names a public key’s algorithm', () => forge({ alg: 'RS256' }, claims(), secret)],
  ['signed by another key', () => forge({ alg: 'HS256' }, claims(), 'another key')],
  ['that brings its own key', () => forge({ alg: 'HS256', jwk: { kty: 'oct', k: 'YQ' } }, claims(), 'a')],
  ['that says where its key is', () => forge({ alg: 'HS256', jku: 'http://127.0.0.1:1/k' }, claims(), 'a')],
  ['whose time is over', () => forge({ alg: 'HS256' }, { ...claims(), exp: inAnHour() - 7_200 }, secret)],
  ['whose time has not come', () => forge({ alg: 'HS256' }, { ...claims(), nbf: inAnHour() }, secret)],
  [
    'that was altered',
    () => genuine.replace(/\.(.)/, (_all, letter: string) => `.${letter === 'A' ? 'B' : 'A'}`),
  ],
])('A token %s is rejected', async (_name, make) => {
  expect(await isTaken(make())).toBe(false);
});

test('A token made for another purpose doesn’t confirm an address', async () => {
  const token = forge({ alg: 'HS256' }, { ...claims(), updateTo: 'x@example.com' }, secret);
  const answer = await portal.browser().post('/confirm-address', { token, password });
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_TOKEN' } });
});

test('A token made for another purpose doesn’t change an account’s address', async () => {
  await portal.browser().post('/confirm-address', { token: genuine, password });
  const requestTypes = [undefined, 'change-email-confirmation', 'change-email-verification'];
  for (const requestType of requestTypes) {
    const token = forge({ alg: 'HS256' }, { ...claims(), updateTo: 'x@example.com', requestType }, secret);
    await portal.browser().get(`/api/auth/verify-email?token=${encodeURIComponent(token)}`);
  }
  expect(await database.db.query('SELECT email FROM users', { type: QueryTypes.SELECT })).toEqual([
    { email: ada.email },
  ]);
});

test('A token forged with the portal’s own key is accepted', async () => {
  expect(await isTaken(forge({ alg: 'HS256' }, claims(), secret))).toBe(true);
});
