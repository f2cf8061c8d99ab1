/** The envelope of Laravel's Encrypter with AES-256-GCM: base64 of JSON of iv, value, mac and tag. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

const cipherName = 'aes-256-gcm';
const ivBytes = 12;
/** A shorter tag is an attack: GCM would accept it, and every byte less is 256 times easier to forge. */
const tagBytes = 16;

const Envelope = z.strictObject({ iv: z.string(), value: z.string(), mac: z.literal(''), tag: z.string() });

/** The bytes of canonical base64; null for what an encoder would not have written that way. */
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

/** Encrypts with a 32-byte key and a fresh IV. What comes out is ASCII and fits a URL's body, not a URL. */
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

/** The plaintext, by the first of the keys that fits; null when none does or the envelope is not one. */
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
      // Not this key's: `final` throws, by design, when the tag does not fit.
    }
  }
  return null;
}
