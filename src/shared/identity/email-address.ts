/** Validates e-mail addresses and normalizes them for comparison. */
import { z } from 'zod';

/** RFC 5321, section 4.5.3.1.3, less the two angle brackets. */
const maxLength = 254;

/** Characters that would end the host in a URL or change how it is parsed. */
const notInDomain = /[\s/?#@:[\]\\%]/;

/**
 * Converts an internationalized domain to the ASCII form used by DNS and mail servers (UTS 46). Returns ASCII and
 * invalid domains unchanged.
 */
function asciiDomain(domain: string): string {
  if (/^[\0-\x7f]*$/.test(domain) || notInDomain.test(domain)) return domain;
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}

/**
 * Returns the form in which addresses are stored and compared: trimmed, in lower case, with an ASCII domain. Dots and
 * +tags are kept, because with some providers they make a different mailbox. Never throws; text that isn't an address
 * is trimmed and lower-cased.
 */
export function comparableAddress(typed: string): string {
  const text = typed.trim();
  const at = text.lastIndexOf('@');
  const whole = at < 0 ? text : `${text.slice(0, at)}@${asciiDomain(text.slice(at + 1))}`;
  return whole.toLowerCase();
}

/**
 * An e-mail address that a user entered. It is validated with the rule of HTML's e-mail field, and normalized for
 * comparison.
 */
export const EmailAddress = z
  .string()
  .max(4 * maxLength)
  .transform(comparableAddress)
  .pipe(z.string().max(maxLength).regex(z.regexes.html5Email, 'an e-mail address, such as nora@example.com'));

/** Returns true if the text is a valid address once normalized. */
export const isEmailAddress = (text: string): boolean => EmailAddress.safeParse(text).success;
