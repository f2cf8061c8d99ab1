/**
 * A passkey in software, with real ES256 keys, attestation "none" and a counter. It acts as both the browser and the
 * authenticator.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

/** Encodes a value as CBOR (RFC 8949). Supports only the types that WebAuthn needs here. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, size: number) =>
    size < 24
      ? Buffer.from([(major << 5) | size])
      : size < 256
        ? Buffer.from([(major << 5) | 24, size])
        : Buffer.from([(major << 5) | 25, size >> 8, size & 0xff]);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url');

const flags = { present: 0x01, verified: 0x04, holdsKey: 0x40 } as const;

interface AuthenticatorOptions {
  origin: string;
  /** True if the authenticator verifies its user, for example by fingerprint or PIN. */
  verifiesUser?: boolean;
}

export class SoftwareAuthenticator {
  readonly id = randomBytes(32);
  origin: string;
  verifiesUser: boolean;
  counter = 0;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor({ origin, verifiesUser = true }: AuthenticatorOptions) {
    this.origin = origin;
    this.verifiesUser = verifiesUser;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  #clientData(type: 'webauthn.create' | 'webauthn.get', challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  #authData(rpId: string, more = Buffer.alloc(0)): Buffer {
    const flag =
      flags.present | (this.verifiesUser ? flags.verified : 0) | (more.length > 0 ? flags.holdsKey : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flag]), counter, more]);
  }

  /** Returns the public key in COSE format, for ES256 on P-256 (RFC 9053). */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#publicKey.export({ format: 'jwk' });
    const point = (text: string) => Buffer.from(text, 'base64url');
    const entries: [Cbor, Cbor][] = [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point(x)],
      [-3, point(y)],
    ];
    return cbor(new Map(entries));
  }

  /** Simulates `navigator.credentials.create()`. */
  create({ challenge, rp }: { challenge: string; rp: { id: string } }) {
    const size = Buffer.from([0, this.id.length]);
    const credentialData = Buffer.concat([Buffer.alloc(16), size, this.id, this.#coseKey()]);
    const attestation = new Map<Cbor, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', this.#authData(rp.id, credentialData)],
    ]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64url(this.#clientData('webauthn.create', challenge)),
        attestationObject: base64url(cbor(attestation)),
        transports: ['internal'],
      },
    };
  }

  /** Simulates `navigator.credentials.get()`. */
  get({ challenge, rpId }: { challenge: string; rpId: string }) {
    this.counter += 1;
    const clientData = this.#clientData('webauthn.get', challenge);
    const authData = this.#authData(rpId);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#privateKey);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
      },
    };
  }

  #credential() {
    const id = base64url(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {} };
  }
}
