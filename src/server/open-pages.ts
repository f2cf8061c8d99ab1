/** Creates the handler that serves the pages: the built client, or Vite in development. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RequestHandler } from 'express';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { DrawPage } from '#shared/first-answer.ts';
import type { Config } from './config/config.ts';
import type { Deps } from './deps.ts';
import { createFirstAnswer, type SignedInOf } from './first-answer.ts';
import { builtClient } from './platform/pages/client-pages.ts';
import type { DocumentParts } from './platform/pages/document-handler.ts';
import { keepDrawings } from './platform/pages/keep-drawings.ts';
import type { Shutdown } from './platform/process/shutdown.ts';

interface Parts {
  config: Config;
  server: Server;
  deps: Deps;
  signedInOf: SignedInOf;
  /** Returns the migrations not yet applied. Only used in development. */
  missingMigrations: () => Promise<string[]>;
  /** Closes what serving the pages has opened. Only used in development. */
  shutdown: Pick<Shutdown, 'add'>;
}

const here = dirname(fileURLToPath(import.meta.url));
const isBuilt = here.endsWith(join('dist', 'server'));
const dist = isBuilt ? join(here, '..') : join(here, '../../dist');

/** Reads docs/api.md. The build places a copy next to the server. Throws if the file is missing. */
export const readApiDocument = (): string =>
  readFileSync(isBuilt ? join(dist, 'docs/api.md') : join(here, '../../docs/api.md'), 'utf8');

/** Loads the server renderer, a separate bundle built from the client. */
async function load(): Promise<DrawPage> {
  const { drawPage }: { drawPage: DrawPage } = await import(
    pathToFileURL(join(dist, 'render/render.js')).href
  );
  return drawPage;
}

/** Returns the handler that serves the pages. Rejects if the client hasn't been built. */
export async function openPages({
  config,
  server,
  deps,
  signedInOf,
  missingMigrations,
  shutdown,
}: Parts): Promise<RequestHandler> {
  const parts: DocumentParts = {
    appUrl: config.appUrl,
    brand: config.brand,
    firstAnswer: createFirstAnswer({ deps, signedInOf }),
    onDrawFailure: (error) => logFailure(deps.log, error, {}, 'a page could not be rendered on the server'),
  };
  if (config.devClient) {
    const { devClient } = await import('./dev-client.ts');
    return devClient(server, { ...parts, missingMigrations, shutdown });
  }
  const loading = load();
  // Prevents an unhandled rejection if loading fails. Every render awaits `loading` and reports the error itself.
  loading.catch(() => undefined);
  const draw: DrawPage = async (what) => (await loading)(what);
  return builtClient(join(dist, 'client'), { ...parts, draw: keepDrawings(draw) });
}
