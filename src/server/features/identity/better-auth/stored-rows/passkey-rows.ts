/** The passkeys as they are stored; better-auth's passkey plugin writes them. */
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

/** The passkeys of a person. */
export const passkeysOf = async (context: Context, userId: string): Promise<PasskeyRow[]> =>
  (await getCurrentAdapter(context.adapter)).findMany<PasskeyRow>({
    model,
    where: [{ field: 'userId', value: userId }],
  });

/** The passkey that an answer names; null when there is none. */
export const findPasskey = (context: Context, credentialID: unknown): Promise<PasskeyRow | null> =>
  context.adapter.findOne<PasskeyRow>({
    model,
    where: [{ field: 'credentialID', value: String(credentialID) }],
  });
