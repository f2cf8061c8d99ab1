/**
 * Reads and writes the envelope of Laravel's Encrypter with AES-256-GCM: base64 of JSON with iv, value, mac and tag.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

const cipherName = 'aes-256-gcm';
const ivBytes = 12;
/** Shorter tags are rejected: GCM allows them, and every missing byte makes a forgery 256 times as likely. */
const tagBytes = 16;

const Envelope = z.strictObject({ iv: z.string(), value: z.string(), mac: z.literal(''), tag: z.string() });

/** Decodes base64. Returns null unless the encoding is canonical. */
function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function parseEnvelope(text: string): z.output<typeof Envelope> | null {
  const json = decodeBase64(text);
  if (!json) return null;
  try {
    return Envelope.safeParse(JSON.parse(json.toString('utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Encrypts with a 32-byte key and a fresh IV. The result is standard base64, so it must be percent-encoded in a URL.
 */
export function sealEnvelope(plaintext: string, key: Buffer): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(cipherName, key, iv, { authTagLength: tagBytes });
  const value = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  const fields = {
    iv: iv.toString('base64'),
    value: value.toString('base64'),
    mac: '',
    tag: cipher.getAuthTag().toString('base64'),
  };
  return Buffer.from(JSON.stringify(fields)).toString('base64');
}

/** Decrypts an envelope, trying each key in turn. Returns null if no key fits or the envelope is malformed. */
export function openEnvelope(text: string, keys: readonly Buffer[]): Buffer | null {
  const envelope = parseEnvelope(text);
  if (!envelope) return null;
  const iv = decodeBase64(envelope.iv);
  const value = decodeBase64(envelope.value);
  const tag = decodeBase64(envelope.tag);
  if (!iv || !value || !tag || iv.length !== ivBytes || tag.length !== tagBytes) return null;
  for (const key of keys) {
    const decipher = createDecipheriv(cipherName, key, iv, { authTagLength: tagBytes });
    decipher.setAuthTag(tag);
    const opened = decipher.update(value);
    try {
      return Buffer.concat([opened, decipher.final()]);
    } catch {
      // The key is wrong: `final` throws if the tag doesn't match.
    }
  }
  return null;
}
