/** Serves the client from its sources, reloading on changes. Not part of the production bundle. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type RequestHandler, Router, static as serveStatic } from 'express';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
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
 * Resolves when Vite watches the sources. An edit before that would go unnoticed: Vite would keep serving the file as it
 * had read it. The listener is added by a plugin, because the watcher may be ready before `createServer` resolves.
 */
function watching(): { plugin: Plugin; ready: Promise<void> } {
  const plugin: Plugin = { name: 'watching' };
  const ready = new Promise<void>((resolve) => {
    plugin.configureServer = ({ watcher }) => void watcher.once('ready', () => resolve());
  });
  return { plugin, ready };
}

/** Milliseconds within which a document's page connects. Later, the page is taken to have been closed. */
const connectsWithinMs = 60_000;

/**
 * Reloads pages that missed an edit. Vite announces an edit to the pages that are connected. A page that is loading may
 * already have fetched the old file but not be connected yet, so it would stay outdated. Call the returned function when
 * a document is sent. Each page connects once; the oldest document is taken to be the one whose page connects first.
 */
function reloadOutdatedPages({ watcher, ws }: ViteDevServer): () => void {
  let editedAt = 0;
  let unconnected: number[] = [];
  watcher.on('all', () => {
    editedAt = performance.now();
  });
  ws.on('connection', () => {
    const oldest = performance.now() - connectsWithinMs;
    const [sentAt, ...others] = unconnected.filter((at) => at > oldest);
    unconnected = others;
    if (sentAt !== undefined && editedAt >= sentAt) ws.send({ type: 'full-reload' });
  });
  return () => void unconnected.push(performance.now());
}

/**
 * Runs Vite inside the server, so that pages, API and live reload share one port. Documents are rendered as in
 * production.
 */
export async function devClient(
  server: Server,
  { missingMigrations, ...parts }: DevClientParts,
): Promise<RequestHandler> {
  const { plugin, ready } = watching();
  const vite = await createServer({
    plugins: [plugin],
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
    base: sourcesAddress,
  });
  server.once('close', () => void vite.close());
  await ready;
  const documentSent = reloadOutdatedPages(vite);
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
      template: (url) => {
        documentSent();
        return vite.transformIndexHtml(url, readFileSync(join(vite.config.root, 'index.html'), 'utf8'));
      },
      // Empty, because Vite finds the files while the page is running.
      files: () => ({ scripts: [], styles: [] }),
    }),
  );
  return router;
}

const tellMissing = (missing: readonly string[]): string =>
  `The database lacks ${missing.length === 1 ? 'a migration' : 'migrations'} (${missing.join(', ')}), so pages may fail. Apply with: npm run demo:portal -- migrate. Then reload this page.`;
