/** Tests that administration is open only to administrators with a second factor. */
import { describe, expect, it } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { viewProcedure } from '#server/features/administration/procedures.router.ts';
import type { Context } from '#server/platform/trpc/context.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { contextOf } from '#tests/support/portal/caller.ts';

const administration = router({ secret: viewProcedure.query(() => 'only for administrators') });
const nora = {
  id: 1,
  name: 'Nora Lindqvist',
  email: 'nora@example.test',
  emailVerified: true,
  locale: 'en' as const,
  country: null,
  administratorRole: null,
};

function ask(account: Context['account'], hasSecondFactor: boolean): Promise<string> {
  const context = contextOf({} as Deps, account);
  const session = context.session && { ...context.session, hasSecondFactor };
  return administration.createCaller({ ...context, session }).secret();
}

const refusal = (code: ErrorCode) => expect.objectContaining({ cause: expect.objectContaining({ code }) });

describe('Administration', () => {
  it('is open to an administrator with a second factor', async () => {
    expect(await ask({ ...nora, administratorRole: 'viewer' }, true)).toBe('only for administrators');
  });

  it('requires an administrator without a second factor to add one', async () => {
    await expect(ask({ ...nora, administratorRole: 'viewer' }, false)).rejects.toEqual(
      refusal('second_factor_needed'),
    );
  });

  it.each([true, false])(
    'is closed to customers (second factor: %s) and signed-out visitors',
    async (has) => {
      await expect(ask(nora, has)).rejects.toEqual(refusal('forbidden'));
      await expect(ask(null, has)).rejects.toEqual(refusal('not_signed_in'));
    },
  );
});
