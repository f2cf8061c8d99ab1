/** Serves the brand's files, the icons at the addresses that browsers ask for unasked, and the web app manifest. */
import { type RequestHandler, Router } from 'express';
import type { Brand, BrandFile } from '#server/platform/brand/brand.ts';
import { brandPath } from '#server/platform/brand/read-brand.ts';
import { isForHandler, reading } from '#server/platform/http/allowed-methods.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { portalNames } from '#shared/portal-name.ts';

export const manifestPath = '/portal.webmanifest';

/** Addresses of the portal's own icons, which must not appear beside the operator's. */
const ownIcons = ['/favicon.ico', '/icon-192.png', '/icon-512.png'];

/** Returns the manifest, with which browsers install the portal as an app. */
function manifestOf({ name, icon }: Pick<Brand, 'name' | 'icon'>): Readonly<Record<string, unknown>> {
  return {
    name: name ?? portalNames.en,
    short_name: name ?? 'Portal',
    start_url: '/dashboard',
    display: 'browser',
    background_color: '#faf9f7',
    theme_color: '#faf9f7',
    icons:
      icon === null
        ? [
            { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
            { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          ]
        : [
            { src: icon.svg, sizes: 'any', type: 'image/svg+xml' },
            ...(icon.png === null ? [] : [{ src: icon.png, type: 'image/png' }]),
          ],
  };
}

/**
 * A browser that opens the file as a page runs nothing in it and loads nothing else: `sandbox` without exceptions turns
 * scripts off and gives the page an origin of its own. SVG files may have inline styles.
 */
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** `isImmutable` says whether the address changes with the contents. */
const sending =
  ({ type, body }: BrandFile, { isImmutable }: { isImmutable: boolean }): RequestHandler =>
  (req, res) => {
    if (!isForHandler(reading, req, res)) return;
    res
      .set({
        'Content-Type': type,
        'Content-Security-Policy': policy,
        'Cache-Control': isImmutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      })
      // Express adds the ETag, omits the body for HEAD, and sends 304 if the ETag matches.
      .send(body);
  };

/** Every file is in memory and found by its exact address, so that no request can lead to another file. */
export function brandFiles(brand: Brand): RequestHandler {
  const router = Router({ caseSensitive: true, strict: true });
  const manifest: BrandFile = {
    type: 'application/manifest+json; charset=utf-8',
    body: Buffer.from(JSON.stringify(manifestOf(brand))),
  };
  const atFixedAddresses = new Map([[manifestPath, manifest]]);
  const missing = new Set<string>();
  if (brand.icon !== null) {
    for (const address of ownIcons) missing.add(address);
    for (const [address, path] of [
      ['/favicon.svg', brand.icon.svg],
      ['/apple-touch-icon.png', brand.icon.png],
    ] as const) {
      const file = path === null ? undefined : brand.files.get(path);
      if (file) atFixedAddresses.set(address, file);
      else missing.add(address);
    }
  }
  if (brand.socialImage !== '/social.png') missing.add('/social.png');
  router.use((req, res, next) => {
    const own = brand.files.get(req.path);
    const fixed = atFixedAddresses.get(req.path);
    if (own) sending(own, { isImmutable: true })(req, res, next);
    else if (fixed) sending(fixed, { isImmutable: false })(req, res, next);
    else if (missing.has(req.path) || req.path.startsWith(`${brandPath}/`))
      sendProblem(res, 'not_found', { detail: 'No such file.' });
    else next();
  });
  return router;
}
