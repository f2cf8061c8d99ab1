/** Answers addresses of the PHP portal that the portal doesn't have: bookmarks, links from outside and open tabs. */
import { type RequestHandler, Router } from 'express';
import { allow, reading } from '#server/platform/http/allowed-methods.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { pages } from '#shared/pages.ts';

interface Moved {
  /** 308: for good. 302: the page behind it may change. */
  status: 302 | 308;
  to: string;
}

/** Pages of the PHP portal, with the pages that took their place. */
export const movedPages: Readonly<Record<string, Moved>> = {
  '/terms-of-service': { status: 308, to: pages.terms },
  '/privacy-policy': { status: 308, to: pages.privacy },
  '/user/api-tokens': { status: 302, to: `${pages.settings}#tokens` },
  '/user/confirm-password': { status: 302, to: pages.settings },
  '/two-factor-challenge': { status: 302, to: pages.login },
  '/email/verify': { status: 302, to: pages.verifyEmail },
};

/** Addresses of Passport and Sanctum, which only the pages of the PHP portal asked. */
export const goneAddresses: readonly string[] = [
  '/sanctum/csrf-cookie',
  '/oauth/authorize',
  '/oauth/clients',
  '/oauth/clients/:id',
  '/oauth/scopes',
  '/oauth/tokens',
  '/oauth/tokens/:id',
  '/oauth/token/refresh',
  '/oauth/personal-access-tokens',
  '/oauth/personal-access-tokens/:id',
];

/** Leads from the old pages to the new ones. Signed-out visitors are led through sign-in by the page itself. */
export function oldAddresses(): Router {
  const router = Router();
  for (const [path, { status, to }] of Object.entries(movedPages)) {
    router.route(path).all(allow(reading), (_req, res) => {
      res.set('Cache-Control', status === 308 ? 'public, max-age=86400' : 'no-store').redirect(status, to);
    });
  }
  router.all([...goneAddresses], (_req, res) => {
    sendProblem(res, 'address-gone', {
      detail: 'This address belonged to the portal’s predecessor and has ended.',
    });
  });
  return router;
}

/** Returns the path of the page that a background request came from; the home page if it isn't known. */
function pageBehind(referer: string | undefined, appUrl: string): string {
  if (referer === undefined || !URL.canParse(referer)) return pages.home;
  const { origin, pathname, search } = new URL(referer);
  return origin === appUrl ? pathname + search : pages.home;
}

/**
 * Tells tabs that still run the pages of the PHP portal to load anew, as its server did after a release: they would
 * show our pages in a box above theirs. To be removed some weeks after the switch.
 */
export function reloadOldTabs(appUrl: string): RequestHandler {
  return (req, res, next) => {
    if (req.headers['x-inertia'] !== 'true') {
      next();
      return;
    }
    const isPage = req.method === 'GET' || req.method === 'HEAD';
    const path = isPage ? req.originalUrl : pageBehind(req.headers.referer, appUrl);
    res
      .status(409)
      .set({ 'X-Inertia-Location': appUrl + path, Vary: 'X-Inertia', 'Cache-Control': 'no-store' })
      .end();
  };
}
