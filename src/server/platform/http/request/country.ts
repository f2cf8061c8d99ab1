/** The country a request seems to come from, as the proxy in front tells it. Only the price that is shown depends on it. */
import type { IncomingMessage } from 'node:http';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { addressIn, type TrustedProxies, trustOf } from './client-address.ts';

interface CountryOptions {
  /** In lower case; null: no header is believed. */
  countryHeader: string | null;
  /** Where it says who the proxies are, nobody else is believed. */
  trustProxy: TrustedProxies;
}

/** Null where it is not known: no header, one that a stranger has sent, or none of a country. */
export function countryReader({
  countryHeader,
  trustProxy,
}: CountryOptions): (req: IncomingMessage) => string | null {
  if (countryHeader === null) return () => null;
  const trust = trustProxy === null ? () => true : trustOf(trustProxy);
  return ({ headers, socket }) => {
    if (!trust(addressIn(socket.remoteAddress), 0)) return null;
    const parsed = CountryCode.safeParse(String(headers[countryHeader] ?? '').toUpperCase());
    // XX is "unknown", and T1, which is Tor, is no code of a country.
    return parsed.success && parsed.data !== 'XX' ? parsed.data : null;
  };
}
