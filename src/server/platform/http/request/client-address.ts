/**
 * Determines the client's IP address, once per request and in canonical form. It is used for rate limits, sessions, the
 * security log and log lines.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

const namedNetworks: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

/** Strips what proxies add to addresses: a port, IPv6 brackets, a zone, or quotes. */
function bareHost(text: string): string {
  const trimmed = text.trim().replaceAll(/^"|"$/g, '');
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1];
  const host = bracketed ?? trimmed.replace(/^((?:::ffff:)?\d+\.\d+\.\d+\.\d+):\d{1,5}$/i, '$1');
  return host.split('%', 1)[0] ?? '';
}

/** In characters. Longer than any address with port, zone and brackets. */
const maxLength = 100;

/**
 * Returns an IP address in canonical form: without port, brackets and zone. IPv6 is shortened and in lower case (RFC
 * 5952); IPv4-mapped IPv6 becomes IPv4. Returns null for anything else.
 */
export function addressIn(text: string | null | undefined): string | null {
  if (!text || text.length > maxLength) return null;
  const host = bareHost(text);
  if (isIPv4(host)) return host;
  if (isIP(host) !== 6) return null;
  // The URL parser converts every notation of an IPv6 address to the canonical one.
  const shortened = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortened);
  if (!mapped) return shortened;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * The number of proxies in front of the portal, or a list of their networks ("loopback, 10.0.0.0/8"); null if there are
 * no proxies.
 */
export type TrustedProxies = number | string | null;

function networksIn(text: string): string[] {
  return text.split(',').flatMap((part) => namedNetworks.get(part.trim()) ?? [part.trim()]);
}

interface Network {
  address: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/**
 * Shortest prefix lengths, and thus the largest networks, that can be trusted. Larger networks would include strangers.
 * A network of IPv4 addresses mapped to IPv6 is limited like IPv4.
 */
const minPrefix = { ipv4: 8, ipv6: 16, mapped: 96 + 8 };
const ownNetworks: ReadonlySet<string> = new Set([...namedNetworks.values()].flat());

function isLarge({ address, prefix, family }: Network): boolean {
  if (family === 'ipv4') return prefix < minPrefix.ipv4;
  const held = new BlockList();
  held.addSubnet(address, prefix, family);
  const holdsMapped = addressIn(address)?.includes('.') || held.check('::ffff:0:0', 'ipv6');
  return prefix < (holdsMapped ? minPrefix.mapped : minPrefix.ipv6);
}

/** Parses a network such as "10.0.0.0/8". Returns null if it is invalid or too large to be trusted. */
function networkIn(text: string): Network | null {
  const [address = '', given, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || (given !== undefined && !/^\d{1,3}$/.test(given))) return null;
  const bits = family === 4 ? 32 : 128;
  const prefix = given === undefined ? bits : Number(given);
  if (prefix > bits) return null;
  const network: Network = { address, prefix, family: family === 4 ? 'ipv4' : 'ipv6' };
  return isLarge(network) && !ownNetworks.has(text) ? null : network;
}

/**
 * Returns whether the text is a valid setting: a number or a list of trusted proxies. A setting that trusts every
 * address is invalid.
 */
export const isTrustedProxies = (text: string): boolean =>
  /^\d{1,2}$/.test(text) || networksIn(text).every((each) => networkIn(each) !== null);

/**
 * Returns whether an address is a trusted proxy. `hop` is its distance from the portal; 0 is the other end of the
 * connection.
 */
export type Trust = (address: string | null, hop: number) => boolean;

/** Creates the function that checks addresses against the setting. Throws if the setting is invalid. */
export function trustOf(proxies: TrustedProxies): Trust {
  if (proxies === null) return () => false;
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies;
  const trusted = new BlockList();
  for (const each of networksIn(proxies)) {
    const network = networkIn(each);
    if (!network) throw new TypeError(`not a network of proxies: ${each}`);
    trusted.addSubnet(network.address, network.prefix, network.family);
  }
  return (address, _hop) => address !== null && trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Maximum number of addresses read from the header. The rest is ignored. */
const maxHops = 100;

/**
 * Returns the client's address. Starting with the connection itself, that is the first address that isn't a trusted
 * proxy, or the last one if all are trusted. If a proxy reports something that isn't an address, returns the address of
 * that proxy. Returns null if the connection is gone.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trust: Trust,
): string | null {
  let nearest = addressIn(socket.remoteAddress);
  const { 'x-forwarded-for': forwarded } = headers;
  if (forwarded === undefined || !trust(nearest, 0)) return nearest;
  // Empty list members are ignored (RFC 9110, section 5.6.1).
  const told = String(forwarded)
    .split(',')
    .filter((text) => text.trim() !== '')
    .reverse();
  for (const [at, text] of told.slice(0, maxHops).entries()) {
    const address = addressIn(text);
    if (address === null) return nearest;
    nearest = address;
    if (!trust(address, at + 1)) return nearest;
  }
  return nearest;
}

/** Sets `req.ip`, which Express and the portal read. The request pipeline calls it once per request. */
export function setClientAddress(req: IncomingMessage, address: string | null): void {
  Object.defineProperty(req, 'ip', { value: address ?? undefined, configurable: true });
}

/**
 * Returns the address that the request pipeline determined, or the connection's address for a request that bypassed the
 * pipeline.
 */
export const clientAddressOf = (req: IncomingMessage & { ip?: string | undefined }): string | null =>
  addressIn(req.ip ?? req.socket.remoteAddress);
