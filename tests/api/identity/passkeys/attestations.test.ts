/** Attestations of passkeys: the portal downloads nothing that a certificate names. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { certificateNaming } from '#tests/support/certificates.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { register } from '#tests/support/people/account-holder.ts';
import { SoftwareAuthenticator } from '#tests/support/people/software-authenticator.ts';
import { type AuthPortal, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
let portal: AuthPortal;

beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db });
});
afterEach(() => portal.stop());

// CBOR: a text of up to 23 bytes, and a byte string of up to 65,535 bytes.
const text = (word: string) => Buffer.concat([Buffer.from([0x60 | word.length]), Buffer.from(word)]);
const bytes = (data: Buffer) =>
  Buffer.concat([Buffer.from([0x59, data.length >> 8, data.length & 0xff]), data]);

it.each(['apple', 'android-key', 'packed', 'fido-u2f'])(
  'a certificate in an attestation of the format %s is rejected and nothing is downloaded',
  async (format) => {
    const requested: string[] = [];
    const server = createServer((request, response) => {
      requested.push(request.url ?? '');
      response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const list = `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest/meta-data`;
    const browser = await register(portal);
    const { body } = await browser.post('/passkey/generate-register-options', {});
    const response = new SoftwareAuthenticator({ origin: portal.url }).create(body);
    const attestation = Buffer.from(response.response.attestationObject, 'base64url');
    response.response.attestationObject = Buffer.concat([
      ...[Buffer.from([0xa3]), text('fmt'), text(format), text('attStmt')],
      ...[Buffer.from([0xa1]), text('x5c'), Buffer.from([0x81]), bytes(certificateNaming(list))],
      attestation.subarray(attestation.indexOf('authData') - 1),
    ]).toString('base64url');
    expect(await browser.post('/passkey/verify-registration', { name: 'x', response })).toMatchObject({
      status: 400,
      body: { code: 'FAILED_TO_VERIFY_REGISTRATION' },
    });
    expect(requested).toEqual([]);
  },
);
