/**
 * Starts a portal with every login provider, each running on this machine, and provides a browser that visits the
 * provider and returns.
 */

import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { type LoginProviderId, loginProviderIds } from '#shared/identity/login-providers.ts';
import { type Answer, browser } from '#tests/support/portal/auth-portal.ts';
import { type OpenIdServer, startOpenIdServer } from './openid-server.ts';
import { startPassportServer } from './passport-server.ts';
import type { PersonThere, ProviderServer } from './person.ts';
import { callbackOf, passports, settingsOf } from './provider-settings.ts';

export type Browser = ReturnType<typeof browser>;

export interface ProviderShop {
  portal: Portal;
  mailbox: Mailbox;
  openId: OpenIdServer;
  serverOf: (id: LoginProviderId) => ProviderServer;
  browser: () => Browser;
  stop: () => Promise<void>;
}

export async function startProviderShop(
  databaseUrl: string,
  more: Record<string, string> = {},
): Promise<ProviderShop> {
  const [mailbox, openId, passport] = await Promise.all([
    startMailbox(),
    startOpenIdServer(),
    startPassportServer(),
  ]);
  const portal = await startPortal({
    databaseUrl,
    settings: (portalUrl) => ({
      MAIL_PORT: String(mailbox.smtpPort),
      LOGIN_PROVIDERS: loginProviderIds.join(','),
      ...Object.assign(
        {},
        ...loginProviderIds.map((id) => settingsOf(id, portalUrl, openId.url, passport.url)),
      ),
      ...more,
    }),
  });
  openId.allow(loginProviderIds.map((id) => callbackOf(portal.url, id)));
  return {
    portal,
    mailbox,
    openId,
    serverOf: (id) => (passports.includes(id) ? passport : openId),
    browser: () => browser(portal.url),
    async stop() {
      await portal.stop();
      await Promise.all([mailbox.stop(), openId.stop(), passport.stop()]);
    },
  };
}

/**
 * Follows the pages of a provider in a new browser. Returns the portal's URL to which the provider finally redirects.
 */
export async function throughProvider(start: string, portalUrl: string): Promise<URL> {
  const there = browser(new URL(start).origin, { isPortal: false });
  let at = start;
  for (let step = 0; step < 10; step += 1) {
    const { status, headers, body } = await there.get(at);
    const location = headers.get('location');
    if (!location) throw new Error(`the provider answered ${status} at ${at}: ${JSON.stringify(body)}`);
    const next = new URL(location, at);
    if (next.href.startsWith(portalUrl)) return next;
    at = next.href;
  }
  throw new Error('the provider redirects in a circle');
}

interface VisitOptions {
  next?: string;
  /** Changes the provider's URL before the browser visits it. */
  onTheWay?: (there: URL) => void;
  /** Changes the portal's callback URL before the browser returns to it. */
  back?: (callback: URL) => void;
}

/** Signs in with a provider, including the redirects to it and back. Returns the portal's response to the callback. */
export async function visit(
  { portal, serverOf }: ProviderShop,
  id: LoginProviderId,
  visitor: Browser,
  person: PersonThere,
  { next, onTheWay, back }: VisitOptions = {},
): Promise<Answer> {
  serverOf(id).person = person;
  const search = next === undefined ? '' : `?${new URLSearchParams({ next })}`;
  const there = new URL(locationOf(await visitor.get(`/auth/${id}${search}`)));
  onTheWay?.(there);
  const callback = await throughProvider(there.href, portal.url);
  back?.(callback);
  return visitor.get(callback.pathname + callback.search);
}

export function locationOf({ status, headers, body }: Answer): string {
  const location = headers.get('location');
  if (!location) throw new Error(`there was no redirect: ${status} ${JSON.stringify(body)}`);
  return location;
}
