/** The client straight from its sources, reloading on change. Never part of the production bundle. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { createServer } from 'vite';
import { pageHandler } from './platform/http/client-pages.ts';

/** Vite as a part of our server: one port for pages, API and reloading. */
export async function devClient(server: Server): Promise<RequestHandler> {
  const vite = await createServer({
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
  });
  server.once('close', () => void vite.close());
  const router = Router();
  router.use(vite.middlewares);
  router.get(
    '/{*path}',
    pageHandler(
      () => readFileSync(join(vite.config.root, 'index.html'), 'utf8'),
      (template, url) => vite.transformIndexHtml(url, template),
    ),
  );
  return router;
}
