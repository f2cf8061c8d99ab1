/** The client straight from its sources, reloading on change. Never part of the production bundle. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { createServer } from 'vite';
import type { DrawPage } from '#shared/first-answer.ts';
import { type DocumentParts, documentHandler } from './platform/pages/document-handler.ts';

/** Vite as a part of our server: one port for pages, API and reloading. The documents are those of production. */
export async function devClient(server: Server, parts: DocumentParts): Promise<RequestHandler> {
  const vite = await createServer({
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
  });
  server.once('close', () => void vite.close());
  const draw: DrawPage = async (what) => {
    const { drawPage } = await vite.ssrLoadModule('/render/render.tsx');
    return drawPage(what);
  };
  const router = Router();
  router.use(vite.middlewares);
  router.use(
    documentHandler({
      ...parts,
      draw,
      template: (url) =>
        vite.transformIndexHtml(url, readFileSync(join(vite.config.root, 'index.html'), 'utf8')),
      // Vite finds out while the page is running.
      files: () => ({ scripts: [], styles: [] }),
    }),
  );
  return router;
}
