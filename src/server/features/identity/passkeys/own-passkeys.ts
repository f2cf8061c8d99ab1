/** Renaming and removing a passkey of one's own. */

import { getCurrentAdapter } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import {
  passkeyModel as model,
  type PasskeyRow,
  passkeysOf,
} from '#server/features/identity/better-auth/stored-rows/passkey-rows.ts';
import {
  disableTwoStep,
  findTwoFactor,
  hasTwoStep,
} from '#server/features/identity/better-auth/stored-rows/two-factor-row.ts';
import { withUserLock } from '#server/features/identity/better-auth/with-user-lock.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { canSignIn, type SignInMethods } from '#shared/identity/security-log.ts';

export interface OwnPasskeysOptions {
  happened: SecurityLogger;
  /** The last way in is not deleted. */
  waysInOf: (userId: number) => Promise<SignInMethods>;
  /** Names of the providers that are offered. */
  offered: readonly string[];
}

const refuse = (status: 'NOT_FOUND' | 'CONFLICT', code: AuthRefusal) =>
  new APIError(status, { code, message: code });
const notFound = () => refuse('NOT_FOUND', 'PASSKEY_NOT_FOUND');

/** Whether the second step has nothing left to ask for. */
const wasTheStep = async (context: GenericEndpointContext['context'], userId: string): Promise<boolean> =>
  (await hasTwoStep(context, userId)) &&
  (await passkeysOf(context, userId)).length === 0 &&
  !(await findTwoFactor(context, userId))?.verified;

/** Endpoints for the passkey plugin. */
export function ownPasskeys({ happened, waysInOf, offered }: OwnPasskeysOptions) {
  const rename = createAuthEndpoint(
    '/passkey/rename',
    {
      method: 'POST',
      use: [sessionMiddleware],
      body: z.object({ id: z.string(), name: z.string(), expected: z.string().optional() }),
    },
    async (ctx) => {
      const { user } = ctx.context.session;
      const { id, name, expected } = ctx.body;
      const where = [
        { field: 'id', value: id },
        { field: 'userId', value: user.id },
      ];
      await withUserLock(ctx, user.id, async () => {
        const adapter = await getCurrentAdapter(ctx.context.adapter);
        const row = await adapter.findOne<PasskeyRow>({ model, where });
        if (!row) throw notFound();
        const known = row.name ?? '';
        if (expected !== undefined && known !== expected) {
          // Two who say the same are not refused.
          if (known === name) return;
          throw refuse('CONFLICT', 'NAME_CHANGED');
        }
        await adapter.update({ model, where, update: { name } });
        await happened(ctx, { userId: user.id, kind: 'passkey_renamed', detail: name });
      });
      return ctx.json({ status: true });
    },
  );

  const remove = createAuthEndpoint(
    '/passkey/remove',
    {
      method: 'POST',
      use: [sessionMiddleware],
      body: z.object({ id: z.string(), endsSecondStep: z.boolean() }),
    },
    async (ctx) => {
      const { user } = ctx.context.session;
      await withUserLock(ctx, user.id, async () => {
        const adapter = await getCurrentAdapter(ctx.context.adapter);
        const removed = await adapter.consumeOne<PasskeyRow>({
          model,
          where: [
            { field: 'id', value: ctx.body.id },
            { field: 'userId', value: user.id },
          ],
        });
        if (!removed) throw notFound();
        // Of what is left now; it is taken back when that is nothing.
        if (!canSignIn(await waysInOf(Number(user.id)), offered)) throw refuse('CONFLICT', 'LAST_WAY_IN');
        await happened(ctx, { userId: user.id, kind: 'passkey_removed', detail: removed.name ?? '' });
        if (!(await wasTheStep(ctx.context, user.id))) return;
        // It would end behind the back of whoever turned it on in another window.
        if (!ctx.body.endsSecondStep) throw refuse('CONFLICT', 'ENDS_SECOND_STEP');
        await disableTwoStep(ctx, user.id);
        await happened(ctx, { userId: user.id, kind: 'second_step_ended' });
      });
      return ctx.json({ status: true });
    },
  );

  return { renamePasskey: rename, removePasskey: remove };
}
