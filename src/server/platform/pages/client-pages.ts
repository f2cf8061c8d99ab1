/** Serves the built client: its files, and a document for every path of the application. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { Delivery, filesFor } from './delivery.ts';
import { type DocumentParts, documentHandler } from './document-handler.ts';
import { staticFiles } from './static-files.ts';

/** Serves the client built into `folder`. Throws immediately if the client hasn't been built. */
export function builtClient(folder: string, parts: DocumentParts = {}): Router {
  const template = readFileSync(join(folder, 'index.html'), 'utf8');
  const delivery = Delivery.parse(JSON.parse(readFileSync(join(folder, 'delivery.json'), 'utf8')));
  const router = Router();
  router.use(staticFiles(folder));
  router.use(
    documentHandler({ ...parts, template: () => template, files: (asked) => filesFor(delivery, asked) }),
  );
  return router;
}
