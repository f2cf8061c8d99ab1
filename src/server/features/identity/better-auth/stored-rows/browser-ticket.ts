/**
 * Stores a value for one browser between two requests. The value is in a row of `verifications` with a random name, and
 * only a signed cookie in that browser contains the name.
 */
import { randomBytes } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';
import { secondMs } from '#shared/durations.ts';

export interface KeptForBrowser {
  /** The ID of the row in the database. */
  rowId: string;
  identifier: string;
  value: string;
}

/**
 * Creates the functions that store and read such values. Row names start with `beginning`. Only the value of a cookie
 * is signed, not the cookie's name, so this prefix prevents the value of another cookie from being accepted.
 */
export function browserTicket({ cookieName, beginning }: { cookieName: string; beginning: string }) {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * secondMs);

  async function setCookie(ctx: GenericEndpointContext, identifier: string, maxAge: number): Promise<void> {
    const { name, attributes } = ctx.context.createAuthCookie(cookieName, { maxAge });
    await ctx.setSignedCookie(name, identifier, ctx.context.secret, attributes);
  }

  return {
    /**
     * Stores a value for this browser. An earlier value is no longer used, but stays in the database until it expires.
     */
    async give(ctx: GenericEndpointContext, value: string, lastsSeconds: number): Promise<void> {
      const identifier = `${beginning}${randomBytes(32).toString('base64url')}`;
      const expiresAt = inSeconds(lastsSeconds);
      await ctx.context.internalAdapter.createVerificationValue({ identifier, value, expiresAt });
      await setCookie(ctx, identifier, lastsSeconds);
    },

    /** Returns the value stored for this browser; null if there is none or it has expired. */
    async find(ctx: GenericEndpointContext): Promise<KeptForBrowser | null> {
      const { createAuthCookie, internalAdapter, secret } = ctx.context;
      const identifier = await ctx.getSignedCookie(createAuthCookie(cookieName).name, secret);
      if (typeof identifier !== 'string' || !identifier.startsWith(beginning)) return null;
      const row = await internalAdapter.findVerificationValue(identifier);
      return row && row.expiresAt > new Date() ? { rowId: row.id, identifier, value: row.value } : null;
    },

    /** Replaces the stored value and its expiry. The row's name and so the cookie's value stay the same. */
    async change(
      ctx: GenericEndpointContext,
      { identifier }: Pick<KeptForBrowser, 'identifier'>,
      { value, lastsSeconds }: { value: string; lastsSeconds: number },
    ): Promise<void> {
      const expiresAt = inSeconds(lastsSeconds);
      await ctx.context.internalAdapter.updateVerificationByIdentifier(identifier, { value, expiresAt });
      await setCookie(ctx, identifier, lastsSeconds);
    },

    /** Deletes the stored value. If several callers do so at the same time, only one of them gets true. */
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
