/** Sets security headers, which restrict what a browser may do with the portal's responses. */
import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const hstsSeconds = 31_536_000;

const nonces = new WeakMap<object, string>();

/** Returns the nonce of a response. Inline scripts and styles of its page run only if they carry this nonce. */
export function nonceOf(res: object): string {
  let nonce = nonces.get(res);
  if (nonce === undefined) {
    nonce = randomBytes(16).toString('base64');
    nonces.set(res, nonce);
  }
  return nonce;
}

/**
 * Returns the headers for every response, including those that bypass Express. With them, a browser won't execute or
 * frame the response, or interpret it as another type. Pages override them (`securityHeaders`).
 */
export const plainHeaders = ({ https }: { https: boolean }): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  ...(https ? { 'Strict-Transport-Security': `max-age=${hstsSeconds}` } : {}),
});

/**
 * Sets the headers for pages. `devClient` also allows what Vite's client needs: a web socket that triggers reloads, and
 * a `blob:` worker that waits while the server restarts.
 */
export function securityHeaders({
  https,
  devClient,
}: {
  https: boolean;
  devClient: boolean;
}): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        connectSrc: devClient ? ["'self'", 'ws:'] : ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // Previews of e-mails.
        frameSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        manifestSrc: ["'self'"],
        scriptSrc: ["'self'", (_req, res) => `'nonce-${nonceOf(res)}'`],
        styleSrc: ["'self'", (_req, res) => `'nonce-${nonceOf(res)}'`],
        ...(devClient ? { workerSrc: ['blob:'] } : {}),
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: hstsSeconds, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
}
