/**
 * Opens what Laravel's Encrypter has encrypted: AES-256-CBC with an HMAC-SHA-256 of IV and ciphertext, in base64 around
 * JSON. The text inside is serialized by PHP where `encrypt` was used, and bare where `encryptString` was.
 */
import { createDecipheriv, createHmac } from 'node:crypto';
import { z } from 'zod';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

const maxLength = 20_000;
const Payload = z.object({ iv: z.string(), value: z.string(), mac: z.string().regex(/^[0-9a-f]{64}$/) });

function payloadOf(text: string): z.output<typeof Payload> | null {
  if (text.length > maxLength) return null;
  try {
    return Payload.safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function decrypted({ iv, value, mac }: z.output<typeof Payload>, key: Buffer): string | null {
  const expected = createHmac('sha256', key).update(iv).update(value).digest();
  if (!equalInConstantTime(expected, Buffer.from(mac, 'hex'))) return null;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(iv, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(value, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/**
 * Returns the string that PHP has serialized; a text without such a wrapper is returned as it is. Returns null for
 * everything else: objects are never read, and a wrong length means that the text isn't whole.
 */
function unserializedString(text: string): string | null {
  const [, length, content] = /^s:(\d{1,9}):"(.*)";$/s.exec(text) ?? [];
  if (length !== undefined && content !== undefined)
    return Buffer.byteLength(content) === Number(length) ? content : null;
  return /^[a-zA-Z]:\d|^N;/.test(text) ? null : text;
}

/** Returns the text inside; null if none of the keys opens it or it isn't a string. */
export function openedByLaravel(text: string, keys: readonly { bytes: Buffer }[]): string | null {
  const payload = payloadOf(text);
  if (!payload) return null;
  for (const { bytes } of keys) {
    const inside = decrypted(payload, bytes);
    if (inside !== null) return unserializedString(inside);
  }
  return null;
}
