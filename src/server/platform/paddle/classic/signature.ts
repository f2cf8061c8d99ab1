/**
 * Verifies that Paddle signed a raw form body. The signature is RSA PKCS#1 v1.5 with SHA-1 over the fields in PHP's
 * serialize format.
 */
import { createHash, type KeyObject, verify } from 'node:crypto';
import { type FormReading, type PhpMap, phpArray, phpEntries, readPhpForm, sortByKey } from './php-form.ts';
import { type PublicKeyReading, readPublicKey } from './public-key.ts';

export type Proof =
  | { status: 'proven'; fields: PhpMap; digest: Buffer }
  | { status: 'refused'; reason: string };

export type SelfTest = { status: 'working' } | { status: 'broken'; problem: string };

const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Returns two texts: `signed` is what the signature covers, and `told` is what all deliveries of the same alert have in
 * common. Both are sorted and serialized as in PHP.
 */
function signedTexts(fields: PhpMap): { signed: Buffer; told: Buffer } {
  const written = phpEntries(sortByKey(fields));
  written.delete('p_signature');
  const signed = phpArray(written);
  written.delete('alert_id');
  return { signed, told: phpArray(written) };
}

const digestOfTold = (told: Buffer): Buffer => createHash('sha256').update(told).digest();

/**
 * Returns the digest that all deliveries of the same alert have in common: SHA-256 of its sorted fields without id and
 * signature.
 */
export const digestOf = (fields: PhpMap): Buffer => digestOfTold(signedTexts(fields).told);

function matches(signed: Buffer, key: KeyObject, signature: string): boolean {
  return verify('RSA-SHA1', signed, key, Buffer.from(signature, 'base64'));
}

/** Verifies that the body was signed with this key. Never throws. If the body is refused, the reason is for the log. */
export function proveBody(rawBody: Buffer, publicKey: PublicKeyReading): Proof {
  if (publicKey.status === 'unusable') {
    return {
      status: 'refused',
      reason: `PADDLE_PUBLIC_KEY ${publicKey.reason}, so no alert can be verified`,
    };
  }
  // Paddle may have signed a name that contains "." or a space either as sent or as PHP renames it, so both readings
  // are tried.
  const asPhp = readPhpForm(rawBody, 'php');
  const proof = proveReading(asPhp, publicKey.key);
  if (proof.status === 'proven' || asPhp.status === 'refused') return proof;
  const asSent = readPhpForm(rawBody, 'as_sent');
  return haveSameNames(asPhp, asSent) ? proof : proveReading(asSent, publicKey.key);
}

/**
 * Returns whether both readings have the same names. A second verification would then give the same result, and
 * verifying takes as long as all other steps together.
 */
function haveSameNames(one: FormReading, other: FormReading): boolean {
  if (one.status === 'refused' || other.status === 'refused') return false;
  const names = [...one.fields.keys()];
  return names.length === other.fields.size && names.every((name) => other.fields.has(name));
}

function proveReading(form: FormReading, key: KeyObject): Proof {
  if (form.status === 'refused') return form;
  const signature = form.fields.get('p_signature');
  if (signature === undefined || signature === '')
    return { status: 'refused', reason: 'p_signature is missing' };
  if (typeof signature !== 'string' || !base64Pattern.test(signature)) {
    return { status: 'refused', reason: 'p_signature is not base64 (the sender must encode + as %2B)' };
  }
  // A signature is exactly as long as the key. A signature of any other length is refused without an RSA operation.
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && Buffer.byteLength(signature, 'base64') !== Math.ceil(bits / 8)) {
    return { status: 'refused', reason: 'the length of p_signature does not match PADDLE_PUBLIC_KEY' };
  }
  const { signed, told } = signedTexts(form.fields);
  try {
    if (!matches(signed, key, signature)) {
      return { status: 'refused', reason: 'the signature does not match the body and PADDLE_PUBLIC_KEY' };
    }
  } catch (error) {
    return { status: 'refused', reason: `this system cannot verify RSA-SHA1: ${String(error)}` };
  }
  return { status: 'proven', fields: form.fields, digest: digestOfTold(told) };
}

/** A test vector, signed with a throwaway key whose private half was discarded. */
const vector = {
  signed: 'a:1:{s:10:"alert_name";s:9:"self_test";}',
  publicKey:
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr2Pzj6BDDRjDqPbWCG5aE8wVPepO+meuT50BK0AC9G4KLJuq8cA+rTYziTOV' +
    'kzE4tlXNYsatMGvGBKp1NTj5pCTB2oo8EfuBg0ALeVt3NyBPj4L1X7yMwNnL37WBMMjAR9Zcravh1KXjUBbqfc+zvy/P4hvwUmCyP9IF' +
    'sXBuqHvwvS4Hc2Py9KsDuKBUj71XhIYmoT4Z6jHf/KqvXo/fAZZHWm2Qo7lXxAZjdmV8iQYeYBijhUDAyq3QaCiBU7ZqYUzfrg6csnEN' +
    'LFi/aVp9NxXcMD91Daifj75ePNAZeT0X1SDubmjlZN0BaWtJFQBSfyigMaKkMPMg0FzUIXNEnQIDAQAB',
  signature:
    'aoaj9ivFHsY46hUsnDnv+P85+34txVeU0G8I6tNK3bx3zAcMe+SAcQ8cGClGZkdxKOE9Ff47W4yVxAQDA1nLbr0Xa/gBqen2zRRAaMr/' +
    'zepZiukoAoNaZ1RkxJX8CyW//YfoT46FbZ4/e86fv9+MVJWk3FPE9wXAyH65TP0ireVdQlaQtvOMoJNFzTnLISnSgcJRV/9yrPncZY39' +
    'IULLyrt13MOlk4K9fs0b8NSk7w08PWf2fppetTnyxcXtjb9MRujdZ1LwZ3Uz0pAc/qrpgxeuzBxfHCYEoFRJLUEp1Qm0Y0fllP4kVthh' +
    'YgbIml9MZwqhQ6qSdzR23svn0tG7Tw==',
};

/**
 * Checks at startup that this system can verify RSA-SHA1 and rejects altered text. A hardened OpenSSL policy may forbid
 * RSA-SHA1, and then every alert would be refused. Never throws.
 */
export function selfTestSignatures(check: typeof matches = matches): SelfTest {
  const advice =
    'Paddle Classic signs its alerts with RSA-SHA1; allow it in the OpenSSL policy of this system (OPENSSL_CONF), or no payment will arrive';
  const broken = (problem: string): SelfTest => ({ status: 'broken', problem });
  const reading = readPublicKey(vector.publicKey);
  if (reading.status === 'unusable') return broken(`the built-in test key ${reading.reason}. ${advice}`);
  try {
    if (!check(Buffer.from(vector.signed), reading.key, vector.signature)) {
      return broken(`a genuine RSA-SHA1 signature was refused. ${advice}`);
    }
    if (check(Buffer.from(`${vector.signed} `), reading.key, vector.signature)) {
      return broken('an altered text passed the signature check: do not trust this system');
    }
    return { status: 'working' };
  } catch (error) {
    return broken(`RSA-SHA1 cannot be verified here (${String(error)}). ${advice}`);
  }
}
