/**
 * Reads the client's country from a header that the proxy sets. The country only determines which price is displayed.
 */
import type { IncomingMessage } from 'node:http';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { addressIn, type TrustedProxies, trustOf } from './client-address.ts';

interface CountryOptions {
  /** Header name in lower case; null if no header is used. */
  countryHeader: string | null;
  /** If trusted proxies are configured, the header is only accepted from them. */
  trustProxy: TrustedProxies;
}

/**
 * Creates a function that returns the country of a request. That function returns null if the header is missing, wasn't
 * sent by a trusted proxy, or isn't a country code.
 */
export function countryReader({
  countryHeader,
  trustProxy,
}: CountryOptions): (req: IncomingMessage) => string | null {
  if (countryHeader === null) return () => null;
  const trust = trustProxy === null ? () => true : trustOf(trustProxy);
  return ({ headers, socket }) => {
    if (!trust(addressIn(socket.remoteAddress), 0)) return null;
    const parsed = CountryCode.safeParse(String(headers[countryHeader] ?? '').toUpperCase());
    // XX means "unknown". T1, which means Tor, is already rejected because it isn't a country code.
    return parsed.success && parsed.data !== 'XX' ? parsed.data : null;
  };
}
