/** Creates certificates for test servers: X.509 v3 in DER (RFC 5280, X.690), signed with RSA and SHA-256. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface Certificate {
  /** The certificate in PEM format. */
  certificate: string;
  privateKey: string;
}

const tag = { integer: 0x02, bits: 0x03, octets: 0x04, utf8: 0x0c, sequence: 0x30, set: 0x31, time: 0x18 };

function der(kind: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([kind, ...size]), content]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(tag.sequence, ...parts);
const oid = (hex: string): Buffer => Buffer.from(hex, 'hex');

const sha256WithRsa = sequence(oid('06092a864886f70d01010b'), Buffer.from([0x05, 0x00]));
const nameOf = (commonName: string): Buffer =>
  sequence(der(tag.set, sequence(oid('0603550403'), der(tag.utf8, Buffer.from(commonName)))));
const timeOf = (instant: Date): Buffer =>
  der(tag.time, Buffer.from(`${instant.toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`));
const extension = (hex: string, isCritical: boolean, value: Buffer): Buffer =>
  sequence(oid(hex), ...(isCritical ? [Buffer.from([0x01, 0x01, 0xff])] : []), der(tag.octets, value));
const alternative = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));

function pem(body: Buffer): string {
  const lines = body.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

interface Wanted {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signedBy: KeyObject;
  /** The host that the certificate is for; null for an authority's own certificate. */
  host: string | null;
  /** URL of the list of revoked certificates (RFC 5280, 4.2.1.13). */
  revocationList?: string;
}

/** Wraps the URL in `DistributionPoint`, `DistributionPointName`, `fullName` and `uniformResourceIdentifier`. */
const distributionPoints = (url: string): Buffer =>
  sequence(sequence(der(0xa0, der(0xa0, der(0x86, Buffer.from(url))))));

function makeCertificate({ subject, issuer, publicKey, signedBy, host, revocationList }: Wanted): string {
  const day = 86_400_000;
  const signed = sequence(
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sha256WithRsa,
    nameOf(issuer),
    sequence(timeOf(new Date(Date.now() - day)), timeOf(new Date(Date.now() + day))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        host === null
          ? extension('0603551d13', true, sequence(Buffer.from([0x01, 0x01, 0xff])))
          : extension('0603551d11', false, sequence(alternative(host))),
        ...(revocationList ? [extension('0603551d1f', false, distributionPoints(revocationList))] : []),
      ),
    ),
  );
  const signature = sign('sha256', signed, signedBy);
  return pem(sequence(signed, sha256WithRsa, der(tag.bits, Buffer.from([0]), signature)));
}

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const textOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Creates a certificate authority that signs certificates for hosts. */
export function makeAuthority(name = 'An authority of a test') {
  const keys = newKeys();
  const own = { subject: name, issuer: name, publicKey: keys.publicKey, signedBy: keys.privateKey };
  return {
    certificate: makeCertificate({ ...own, host: null }),
    /** Signs a certificate for a host name or an IPv4 address. */
    signFor(host: string): Certificate {
      const { publicKey, privateKey } = newKeys();
      const wanted = { subject: host, issuer: name, publicKey, signedBy: keys.privateKey, host };
      return { certificate: makeCertificate(wanted), privateKey: textOf(privateKey) };
    },
  };
}

/** Returns a self-signed certificate, in DER, that names a list of revoked certificates. */
export function certificateNaming(revocationList: string): Buffer {
  const { publicKey, privateKey } = newKeys();
  const own = { subject: 'x', issuer: 'x', publicKey, signedBy: privateKey, host: null, revocationList };
  return Buffer.from(makeCertificate(own).replaceAll(/-----.*?-----|\s/g, ''), 'base64');
}
