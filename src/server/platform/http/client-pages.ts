/** The built client: hashed files, and one page for every address of the application. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { isPage } from '#shared/pages.ts';
import { nonceOf } from './security-headers.ts';

/** Stands in index.html wherever a nonce belongs. */
const noncePlaceholder = '__CSP_NONCE__';

/** Turns the template of index.html into the page for one address. */
export type RenderPage = (template: string, url: string) => Promise<string>;

/** Answers with the page: 200 for an address of ours, 404 for any other (the client says so too). */
export function pageHandler(
  template: () => string,
  render: RenderPage = async (html) => html,
): RequestHandler {
  return async (req, res) => {
    const html = await render(template(), req.originalUrl);
    res
      .status(isPage(req.path) ? 200 : 404)
      .set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
      .send(html.replaceAll(noncePlaceholder, nonceOf(res)));
  };
}

/** Serves a client built into `folder`; throws at once when there is none. */
export function builtClient(folder: string): Router {
  const template = readFileSync(join(folder, 'index.html'), 'utf8');
  const router = Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }),
  );
  router.use(express.static(folder, { index: false, maxAge: '1h' }));
  router.get(
    '/{*path}',
    pageHandler(() => template),
  );
  return router;
}
