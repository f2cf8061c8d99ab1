/** What an event is found by when its person is erased: written down beside it, so that nobody searches in texts. */

import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import type { AlertReader } from '#server/platform/paddle/port.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import type { LoggedEvent } from './events.ts';

const purpose = 'buyer-address';

export interface Identifiers {
  /** The account that its passthrough names, whether or not there is one. */
  customerId: number | null;
  orderId: string | null;
  /** Keyed hash of the buyer's address, as addresses are compared; null where none is told. */
  addressHash: Buffer | null;
  /** Of the address that the buyer had before, where a change of it is told. */
  formerAddressHash: Buffer | null;
  /** Which APP_KEY the hashes are of; null where they are still to be written down. */
  identifiedWith: Buffer | null;
}

export type Identify = (event: Pick<LoggedEvent, 'type' | 'payload'>) => Identifiers;

/** For whoever has no APP_KEY: `fillIdentifiers` writes them down later. */
export const identifyLater: Identify = () => ({
  customerId: null,
  orderId: null,
  addressHash: null,
  formerAddressHash: null,
  identifiedWith: null,
});

/** Under every configured APP_KEY: what was written down may be of any of them. */
export const hashesOfAddress = (vault: Pick<KeyVault, 'hashes'>, address: string): Buffer[] =>
  vault.hashes(purpose, comparableAddress(address));

/** Reads the identifiers of events. Depends on nothing but the event and APP_KEY. */
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
          customerId: null,
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
