/** Tests that malformed passkey responses are rejected as the caller's mistake and never logged as server failures. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type Browser, register } from '#tests/support/people/account-holder.ts';
import { SoftwareAuthenticator } from '#tests/support/people/software-authenticator.ts';
import { type AuthPortal, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
let portal: AuthPortal;
beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db });
});
afterEach(() => portal.stop());

type Answer = ReturnType<SoftwareAuthenticator['create']> | ReturnType<SoftwareAuthenticator['get']>;
type Spoil = (answer: Answer) => object;

const bytes = (...values: number[]) => Buffer.from(values).toString('base64url');
const inside =
  (change: Record<string, unknown>): Spoil =>
  (answer) => ({ ...answer, response: { ...answer.response, ...change } });
/** Returns a function that replaces the given fields of the client data and keeps all others. */
const clientData =
  (change: object): Spoil =>
  (answer) => {
    const told = JSON.parse(Buffer.from(answer.response.clientDataJSON, 'base64url').toString());
    return inside({
      clientDataJSON: Buffer.from(JSON.stringify({ ...told, ...change })).toString('base64url'),
    })(answer);
  };

const both: [string, Spoil][] = [
  ['of another origin', clientData({ origin: 'https://evil.example' })],
  ['of no origin', clientData({ origin: null })],
  ['to another challenge', clientData({ challenge: bytes(1, 2, 3) })],
  ['of another ceremony', clientData({ type: 'webauthn.other' })],
  ['with client data that are no JSON', inside({ clientDataJSON: bytes(1, 2, 3) })],
  [
    'with client data that are no object',
    inside({ clientDataJSON: Buffer.from('null').toString('base64url') }),
  ],
  ['with nothing in it', inside({ clientDataJSON: '' })],
  ['of another id than it says', (answer) => ({ ...answer, rawId: bytes(9) })],
];

const cbor: [string, string][] = [
  ['garbage', bytes(0xff, 0xff, 0xff)],
  ['nothing', ''],
  ['an empty map', bytes(0xa0)],
  ['a map that promises four thousand million entries', bytes(0xba, 0xff, 0xff, 0xff, 0xff)],
  ['a text that promises more than there is', bytes(0x7b, 0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ['lists in lists', Buffer.alloc(5_900, 0x81).toString('base64url')],
  ['a number', bytes(0x01)],
];

/** Returns the log lines of level warn (40 in pino) or above. */
const warnings = () => portal.logged.filter((line) => Number(JSON.parse(line).level) >= 40);
const rows = (table: string) => database.db.query(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT });

async function options(browser: Browser, purpose: string | null) {
  const answer = await (purpose === null
    ? browser.post('/passkey/generate-register-options', {})
    : browser.post('/passkey/generate-authenticate-options', { purpose }));
  expect(answer.status).toBe(200);
  return answer.body;
}

const key = () => new SoftwareAuthenticator({ origin: portal.url, verifiesUser: true });

async function added(browser: Browser): Promise<SoftwareAuthenticator> {
  const own = key();
  const response = own.create(await options(browser, null));
  expect((await browser.post('/passkey/verify-registration', { name: 'Phone', response })).status).toBe(200);
  return own;
}

const spoilt = (field: string): [string, Spoil][] => [
  ...both,
  ...cbor.map(([name, value]): [string, Spoil] => [name, inside({ [field]: value })]),
];

it('A malformed registration response gets 400 and adds no passkey', async () => {
  const browser = await register(portal);
  for (const [name, spoil] of someOf(spoilt('attestationObject'), 5)) {
    const response = spoil(key().create(await options(browser, null)));
    const answer = await browser.post('/passkey/verify-registration', { name: 'Phone', response });
    expect(answer.status, name).toBe(400);
    expect(answer.body, name).toHaveProperty('code');
  }
  expect(await rows('passkeys')).toEqual([]);
  expect(warnings()).toEqual([]);
});

it.each([
  ['signing in', '/passkey/verify-authentication', 'sign-in'],
  ['confirming', '/confirm/passkey', 'confirmation'],
])('A malformed passkey response when %s gets 400 and logs no warning', async (_door, endpoint, purpose) => {
  const browser = await register(portal);
  const own = await added(browser);
  for (const [name, spoil] of someOf(spoilt('authenticatorData'), 5)) {
    const response = spoil(own.get(await options(browser, purpose)));
    const answer = await browser.post(endpoint, { response });
    expect(answer.status, name).toBe(400);
    expect(answer.body, name).toHaveProperty('code');
  }
  expect(warnings()).toEqual([]);
});
