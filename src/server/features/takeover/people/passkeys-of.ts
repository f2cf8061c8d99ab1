/** Reads passkeys as asbiin/laravel-webauthn stored them. */
import { decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import type { PasskeyRow } from '#server/features/takeover/source/rows.ts';

const maxNameLength = 100;
const maxIdLength = 1_024;
const maxKeyLength = 4_000;

export interface ReadPasskey {
  rowId: number;
  name: string;
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: string;
  aaguid: string;
  addedAt: Date | null;
}

/** Node reads both alphabets of base64, with and without padding. */
const bytesOf = (text: string): Buffer | null =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;

function transportsIn(text: string): string {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return '';
    return list.filter((each) => typeof each === 'string' && /^[a-z-]{1,20}$/.test(each)).join(',');
  } catch {
    return '';
  }
}

/** Returns null if the row isn't a passkey that could ever be used. */
export function readPasskey(row: PasskeyRow): ReadPasskey | null {
  const id = bytesOf(row.credentialId)?.toString('base64url');
  const key = bytesOf(row.credentialPublicKey);
  if (!id || !key || id.length > maxIdLength || key.length > maxKeyLength) return null;
  try {
    // COSE's label 1 is the kind of key.
    if (decodeCredentialPublicKey(new Uint8Array(key)).get(1) === undefined) return null;
  } catch {
    return null;
  }
  return {
    rowId: row.id,
    name: row.name.slice(0, maxNameLength),
    credentialId: id,
    publicKey: key.toString('base64'),
    counter: row.counter,
    transports: transportsIn(row.transports),
    aaguid: row.aaguid.slice(0, 64),
    addedAt: row.created_at ?? null,
  };
}
