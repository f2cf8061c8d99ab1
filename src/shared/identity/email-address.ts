/** E-mail addresses: one rule for what is accepted, and one form in which two of them are compared. */
import { z } from 'zod';

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const maxLength = 254;

/** What would end the host in a URL, or be read as something else than a name. */
const notInDomain = /[\s/?#@:[\]\\%]/;

/** An internationalised domain as DNS and mail servers write it (UTS 46); others, and what is no domain, unchanged. */
function asciiDomain(domain: string): string {
  if (/^[\0-\x7f]*$/.test(domain) || notInDomain.test(domain)) return domain;
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}

/**
 * The form in which addresses are stored and compared: lower case, the domain in ASCII. Nothing else is folded: dots
 * and +tags are other people's. Never fails: what is no address is lower-cased and trimmed.
 */
export function comparableAddress(typed: string): string {
  const text = typed.trim();
  const at = text.lastIndexOf('@');
  const whole = at < 0 ? text : `${text.slice(0, at)}@${asciiDomain(text.slice(at + 1))}`;
  return whole.toLowerCase();
}

/** An address somebody typed, by the rule of HTML's e-mail field, in the form in which it is compared. */
export const EmailAddress = z
  .string()
  .max(4 * maxLength)
  .transform(comparableAddress)
  .pipe(z.string().max(maxLength).regex(z.regexes.html5Email, 'an e-mail address, such as nora@example.com'));

/** Whether a text is an address by that rule, however it is written. */
export const isEmailAddress = (text: string): boolean => EmailAddress.safeParse(text).success;
