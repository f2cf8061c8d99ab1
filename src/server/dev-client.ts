/** Serves the client from its sources, reloading on changes. Not part of the production bundle. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type RequestHandler, Router, static as serveStatic } from 'express';
import { createServer, type Plugin } from 'vite';
import type { DrawPage } from '#shared/first-answer.ts';
import { type DocumentParts, documentHandler } from './platform/pages/document-handler.ts';
import type { Shutdown } from './platform/process/shutdown.ts';

/**
 * Base path under which the browser loads the sources. Without it, the source folder `api` would collide with the
 * server's `/api`.
 */
const sourcesAddress = '/client-sources/';

const viteClosesWithinMs = 5_000;

interface DevClientParts extends DocumentParts {
  /** Returns the migrations not yet applied. Rejects if the database is unreachable. */
  missingMigrations: () => Promise<string[]>;
  shutdown: Pick<Shutdown, 'add'>;
}

/**
 * Resolves when Vite watches the sources. An edit before that would go unnoticed: Vite would keep serving the file as
 * it had read it. The listener is added by a plugin, because the watcher may be ready before `createServer` resolves.
 */
function watching(): { plugin: Plugin; ready: Promise<void> } {
  const plugin: Plugin = { name: 'watching' };
  const ready = new Promise<void>((resolve) => {
    plugin.configureServer = ({ watcher }) => void watcher.once('ready', () => resolve());
  });
  return { plugin, ready };
}

/** Address that says whether a document is outdated: `?document=<its name>`. */
const outdatedAddress = `${sourcesAddress}outdated`;

/**
 * Runs in every document. Tells the server through Vite's client which document it is; the server confirms that it is
 * up to date or reloads the page. Vite's client connects only once, and only to the run of the server that it came
 * from. If the server restarts before that, it never connects. Therefore the page asks over HTTP until it is confirmed.
 */
const followEdits = (documentName: string): string => `
const name = ${JSON.stringify(documentName)};
let isConfirmed = false;
import('${sourcesAddress}@vite/client').then(
  ({ createHotContext }) => {
    const hot = createHotContext('/document');
    hot.on('portal:confirmed', () => {
      isConfirmed = true;
    });
    hot.send('portal:document', name);
  },
  () => undefined, // The page asks over HTTP below.
);
const ask = async () => {
  if (isConfirmed) return;
  const answer = await fetch('${outdatedAddress}?document=' + name).catch(() => null);
  if (!isConfirmed && answer?.ok && (await answer.json())) location.reload();
  else setTimeout(ask, 1000);
};
setTimeout(ask, 1000);
`;

/**
 * Reloads pages that missed an edit. Vite announces an edit to the pages that are connected. A page that is loading may
 * already have fetched the old file but not be connected yet, or may have fetched files from an earlier run of the
 * server. Each document gets a name, made of the run of the server and the number of edits that it has seen.
 */
function reloadOutdatedPages(): { plugin: Plugin; answer: RequestHandler } {
  const run = randomUUID();
  let edits = 0;
  const current = () => `${run}.${edits}`;
  return {
    plugin: {
      name: 'reload-outdated-pages',
      configureServer: ({ watcher, ws }) => {
        watcher.on('all', () => {
          edits += 1;
        });
        ws.on('portal:document', (name: unknown, page) => {
          if (name === current()) page.send('portal:confirmed');
          else page.send({ type: 'full-reload' });
        });
      },
      transformIndexHtml: () => [
        { tag: 'script', attrs: { type: 'module' }, children: followEdits(current()), injectTo: 'head' },
      ],
    },
    answer: (req, res) => {
      res.set('Cache-Control', 'no-store').json(req.query.document !== current());
    },
  };
}

/**
 * Runs Vite inside the server, so that pages, API and live reload share one port. Documents are rendered as in
 * production.
 */
export async function devClient(
  server: Server,
  { missingMigrations, shutdown, ...parts }: DevClientParts,
): Promise<RequestHandler> {
  const { plugin, ready } = watching();
  const outdatedPages = reloadOutdatedPages();
  const vite = await createServer({
    plugins: [plugin, outdatedPages.plugin],
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
    base: sourcesAddress,
  });
  // Closed together with the listener, which otherwise waits for the web sockets of open pages until it cuts them off.
  shutdown.add('work', { name: 'Vite', withinMs: viteClosesWithinMs, close: () => vite.close() });
  await ready;
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
  router.get(outdatedAddress, outdatedPages.answer);
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
