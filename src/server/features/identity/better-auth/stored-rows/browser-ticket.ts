/**
 * What sign-in keeps for one browser between two requests: a row of `verifications` under a random name, which only a signed
 * cookie of that browser holds.
 */
import { randomBytes } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';
import { secondMs } from '#shared/durations.ts';

export interface KeptForBrowser {
  /** The row's id in the database. */
  rowId: string;
  identifier: string;
  value: string;
}

/** `beginning`: of the row's name. Only a cookie's value is signed, so it keeps the value of another cookie from being accepted. */
export function browserTicket({ cookieName, beginning }: { cookieName: string; beginning: string }) {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * secondMs);

  async function setCookie(ctx: GenericEndpointContext, identifier: string, maxAge: number): Promise<void> {
    const { name, attributes } = ctx.context.createAuthCookie(cookieName, { maxAge });
    await ctx.setSignedCookie(name, identifier, ctx.context.secret, attributes);
  }

  return {
    /** In place of an earlier one, which stays in the database until it expires. */
    async give(ctx: GenericEndpointContext, value: string, lastsSeconds: number): Promise<void> {
      const identifier = `${beginning}${randomBytes(32).toString('base64url')}`;
      const expiresAt = inSeconds(lastsSeconds);
      await ctx.context.internalAdapter.createVerificationValue({ identifier, value, expiresAt });
      await setCookie(ctx, identifier, lastsSeconds);
    },

    /** What is kept for this browser; null where there is nothing, or it has expired. */
    async find(ctx: GenericEndpointContext): Promise<KeptForBrowser | null> {
      const { createAuthCookie, internalAdapter, secret } = ctx.context;
      const identifier = await ctx.getSignedCookie(createAuthCookie(cookieName).name, secret);
      if (typeof identifier !== 'string' || !identifier.startsWith(beginning)) return null;
      const row = await internalAdapter.findVerificationValue(identifier);
      return row && row.expiresAt > new Date() ? { rowId: row.id, identifier, value: row.value } : null;
    },

    /** Keeps something else under the same name. */
    async change(
      ctx: GenericEndpointContext,
      { identifier }: Pick<KeptForBrowser, 'identifier'>,
      { value, lastsSeconds }: { value: string; lastsSeconds: number },
    ): Promise<void> {
      const expiresAt = inSeconds(lastsSeconds);
      await ctx.context.internalAdapter.updateVerificationByIdentifier(identifier, { value, expiresAt });
      await setCookie(ctx, identifier, lastsSeconds);
    },

    /** Uses it up. Of several callers at once only one gets true. */
    async use(
      ctx: GenericEndpointContext,
      { identifier }: Pick<KeptForBrowser, 'identifier'>,
    ): Promise<boolean> {
      const { createAuthCookie, internalAdapter } = ctx.context;
      const { name, attributes } = createAuthCookie(cookieName, { maxAge: 0 });
      ctx.setCookie(name, '', attributes);
      return (await internalAdapter.consumeVerificationValue(identifier)) !== null;
    },
  };
}
