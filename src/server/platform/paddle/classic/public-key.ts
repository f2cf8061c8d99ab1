/** Reads public keys, such as that of the Paddle account. Tolerates line breaks damaged in environment files. */
import { createPublicKey, type KeyObject } from 'node:crypto';

export type PublicKeyReading = { status: 'usable'; key: KeyObject } | { status: 'unusable'; reason: string };

const smallestModulus = 1_024;
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;
const pemPattern = /^-----BEGIN ([A-Z ]+)-----(.*)-----END \1-----$/s;

function unusable(reason: string): PublicKeyReading {
  return { status: 'unusable', reason };
}

/** Returns the name of a key type with its article: "an EC", "an Ed25519", "a DSA". */
function kindOf(type: string): string {
  const name = /^(ed|x)\d/.test(type)
    ? `${type.charAt(0).toUpperCase()}${type.slice(1)}`
    : type.toUpperCase();
  return `${name.startsWith('D') ? 'a' : 'an'} ${name}`;
}

function withoutWrapping(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replaceAll(/\\r|\\n/g, '\n')
    .trim();
}

function importDer(body: string, label: string, owner: string): PublicKeyReading {
  const base64 = body.replaceAll(/\s/g, '');
  if (!base64Pattern.test(base64)) return unusable('is not base64 between its header and footer');
  try {
    const type = label === 'RSA PUBLIC KEY' ? 'pkcs1' : 'spki';
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type });
    if (key.asymmetricKeyType !== 'rsa')
      return unusable(`is ${kindOf(key.asymmetricKeyType ?? 'unknown')} key; ${owner}’s are RSA`);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < smallestModulus) return unusable(`has only ${bits} bits`);
    return { status: 'usable', key };
  } catch {
    return unusable('is not a public key (copied whole?)');
  }
}

/**
 * Reads a PEM key whose line breaks are LF, CRLF, escaped (a backslash and a letter) or missing, and which may be
 * quoted or indented. Also reads the bare base64 body of a PEM, and a PEM encoded as base64. Never throws. The reason
 * for a failure never quotes the value.
 */
export function readPublicKey(text: string, owner = 'Paddle'): PublicKeyReading {
  const unwrapped = withoutWrapping(text);
  if (unwrapped === '') return unusable('is missing');
  const compact = unwrapped.replaceAll(/\s/g, '');
  const decoded = base64Pattern.test(compact) ? Buffer.from(compact, 'base64').toString('latin1') : '';
  const pem = pemPattern.exec(decoded.startsWith('-----BEGIN') ? withoutWrapping(decoded) : unwrapped);
  if (!pem) return importDer(unwrapped, 'PUBLIC KEY', owner);
  const [, label = '', body = ''] = pem;
  if (label !== 'PUBLIC KEY' && label !== 'RSA PUBLIC KEY')
    return unusable(`is a ${label}, not a PUBLIC KEY`);
  return importDer(body, label, owner);
}
