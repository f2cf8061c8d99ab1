/** Reads passkeys from the plugin's table, within better-auth's transaction. */
import { getCurrentAdapter } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';

export const passkeyModel = 'passkey';
const model = passkeyModel;
type Context = GenericEndpointContext['context'];

export interface PasskeyRow {
  id: string;
  userId: string;
  name: string | null;
  credentialID: string;
  publicKey: string;
  counter: number;
  transports: string | null;
}

/** Returns all passkeys of an account. */
export const passkeysOf = async (context: Context, userId: string): Promise<PasskeyRow[]> =>
  (await getCurrentAdapter(context.adapter)).findMany<PasskeyRow>({
    model,
    where: [{ field: 'userId', value: userId }],
  });

/** Returns the passkey with this credential id; null if there is none. */
export const findPasskey = (context: Context, credentialID: unknown): Promise<PasskeyRow | null> =>
  context.adapter.findOne<PasskeyRow>({
    model,
    where: [{ field: 'credentialID', value: String(credentialID) }],
  });
