/** Passkeys as better-auth's plugin stores them, read within its transaction. */
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

/** The passkeys of an account. */
export const passkeysOf = async (context: Context, userId: string): Promise<PasskeyRow[]> =>
  (await getCurrentAdapter(context.adapter)).findMany<PasskeyRow>({
    model,
    where: [{ field: 'userId', value: userId }],
  });

/** The passkey with that credential id; null where there is none. */
export const findPasskey = (context: Context, credentialID: unknown): Promise<PasskeyRow | null> =>
  context.adapter.findOne<PasskeyRow>({
    model,
    where: [{ field: 'credentialID', value: String(credentialID) }],
  });
