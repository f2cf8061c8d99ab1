/** The country of a client, as the proxy in front reports it. Only the displayed price depends on it. */
import type { IncomingMessage } from 'node:http';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { addressIn, type TrustedProxies, trustOf } from './client-address.ts';

interface CountryOptions {
  /** In lower case; null where no header is used. */
  countryHeader: string | null;
  /** Where proxies are named, the header is believed from them only. */
  trustProxy: TrustedProxies;
}

/** Null where it is unknown: no header, one that did not come from a trusted proxy, or not the code of a country. */
export function countryReader({
  countryHeader,
  trustProxy,
}: CountryOptions): (req: IncomingMessage) => string | null {
  if (countryHeader === null) return () => null;
  const trust = trustProxy === null ? () => true : trustOf(trustProxy);
  return ({ headers, socket }) => {
    if (!trust(addressIn(socket.remoteAddress), 0)) return null;
    const parsed = CountryCode.safeParse(String(headers[countryHeader] ?? '').toUpperCase());
    // XX means "unknown"; T1, which means Tor, is not a country code.
    return parsed.success && parsed.data !== 'XX' ? parsed.data : null;
  };
}
