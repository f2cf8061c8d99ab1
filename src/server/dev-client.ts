/** Serves the client from its sources, reloading on changes. Not part of the production bundle. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type RequestHandler, Router, static as serveStatic } from 'express';
import { createServer } from 'vite';
import type { DrawPage } from '#shared/first-answer.ts';
import { type DocumentParts, documentHandler } from './platform/pages/document-handler.ts';

/**
 * Base path under which the browser loads the sources. Without it, the source folder `api` would collide with the
 * server's `/api`.
 */
const sourcesAddress = '/client-sources/';

interface DevClientParts extends DocumentParts {
  /** Returns the migrations not yet applied. Rejects if the database is unreachable. */
  missingMigrations: () => Promise<string[]>;
}

/**
 * Runs Vite inside the server, so that pages, API and live reload share one port. Documents are rendered as in
 * production.
 */
export async function devClient(
  server: Server,
  { missingMigrations, ...parts }: DevClientParts,
): Promise<RequestHandler> {
  const vite = await createServer({
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
    base: sourcesAddress,
  });
  server.once('close', () => void vite.close());
  vite.ws.on('connection', () => {
    missingMigrations().then(
      (missing) => {
        if (missing.length > 0)
          vite.ws.send({ type: 'error', err: { message: tellMissing(missing), stack: '' } });
      },
      // Ignored: if the database is unreachable, the page itself shows that.
      () => undefined,
    );
  });
  const draw: DrawPage = async (what) => {
    const { drawPage } = await vite.ssrLoadModule('/render/render.tsx');
    return drawPage(what);
  };
  const router = Router();
  router.use(vite.middlewares, serveStatic(vite.config.publicDir, { index: false, redirect: false }));
  router.use(
    documentHandler({
      ...parts,
      draw,
      template: (url) =>
        vite.transformIndexHtml(url, readFileSync(join(vite.config.root, 'index.html'), 'utf8')),
      // Empty, because Vite finds the files while the page is running.
      files: () => ({ scripts: [], styles: [] }),
    }),
  );
  return router;
}

const tellMissing = (missing: readonly string[]): string =>
  `The database lacks ${missing.length === 1 ? 'a migration' : 'migrations'} (${missing.join(', ')}), so pages may fail. Apply with: npm run demo:portal -- migrate. Then reload this page.`;
