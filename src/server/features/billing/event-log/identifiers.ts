/**
 * Computes the identifiers of events. They are stored in columns, so that an erasure finds a person's events without
 * searching payloads.
 */

import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import type { AlertReader } from '#server/platform/paddle/port.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import type { LoggedEvent } from './events.ts';

const purpose = 'buyer-address';

export interface Identifiers {
  /** The account named in the passthrough, whether or not it exists. */
  customerId: number | null;
  orderId: string | null;
  /** Keyed hash of the buyer's normalized address (`comparableAddress`); null if the event has none. */
  addressHash: Buffer | null;
  /** Keyed hash of the buyer's previous address, if the event reports a change of address; null otherwise. */
  formerAddressHash: Buffer | null;
  /** Version of the APP_KEY used for the hashes; null if the identifiers haven't been computed yet. */
  identifiedWith: Buffer | null;
}

export type Identify = (event: Pick<LoggedEvent, 'type' | 'payload'>) => Identifiers;

/** Leaves the identifiers empty. Used where no APP_KEY is available; `fillIdentifiers` computes them later. */
export const identifyLater: Identify = () => ({
  customerId: null,
  orderId: null,
  addressHash: null,
  formerAddressHash: null,
  identifiedWith: null,
});

/** Returns the address's hash under every configured APP_KEY, because stored hashes may be from any of them. */
export const hashesOfAddress = (vault: Pick<KeyVault, 'hashes'>, address: string): Buffer[] =>
  vault.hashes(purpose, comparableAddress(address));

/** Returns a function that computes the identifiers of an event, which depend only on the event and the APP_KEY. */
export function identifierReader(
  paddle: Pick<AlertReader, 'identifiersOf'>,
  vault: Pick<KeyVault, 'currentHash' | 'currentVersion'>,
): Identify {
  const hashOf = (address: string | null): Buffer | null =>
    address === null ? null : vault.currentHash(purpose, comparableAddress(address));
  return ({ type, payload }) => {
    const isOwn = isInternalType(type);
    const { email, formerEmail, customerId, orderId } = isOwn
      ? {
          email: typeof payload.email === 'string' && payload.email !== '' ? payload.email : null,
          formerEmail: null,
          customerId: typeof payload.billableId === 'number' ? payload.billableId : null,
          orderId: null,
        }
      : paddle.identifiersOf(payload);
    return {
      customerId,
      orderId,
      addressHash: hashOf(email),
      formerAddressHash: hashOf(formerEmail),
      identifiedWith: vault.currentVersion,
    };
  };
}
