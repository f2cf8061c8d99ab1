/**
 * Generates the codes that an authenticator app shows (RFC 6238). Tests use these codes too, so this implementation
 * shares no code with the server.
 */
import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Decodes base32 (RFC 4648, section 6). Padding is optional. */
function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [value, bits] = [0, 0];
  for (const letter of text.replaceAll('=', '')) {
    const five = alphabet.indexOf(letter);
    if (five < 0) throw new Error(`not base32: ${letter}`);
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/**
 * Returns the code that the app shows at `at` (in milliseconds). `steps` selects a later or, if negative, an earlier
 * interval of 30 seconds.
 */
export function totpCode(
  base32Secret: string,
  { at = Date.now(), steps = 0, digits = 6 }: { at?: number; steps?: number; digits?: number } = {},
): string {
  const step = Math.floor(at / 30_000) + steps;
  const message = Buffer.from(step.toString(16).padStart(16, '0'), 'hex');
  const mac = createHmac('sha1', fromBase32(base32Secret)).update(message).digest();
  const start = (mac[19] ?? 0) % 16;
  const word = mac.subarray(start, start + 4).readInt32BE(0);
  return String((word & 0x7f_ff_ff_ff) % 10 ** digits).padStart(digits, '0');
}
