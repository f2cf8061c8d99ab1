/** Runs the twin as a program: `node --import tsx src/paddle-twin/main.ts --catalogue plans.json …`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { defaultDunning } from './account/dunning.ts';
import { TwinPlan } from './catalogue/catalogue.ts';
import { startTwin } from './start-twin.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    host: { type: 'string', default: '127.0.0.1' },
    name: { type: 'string', multiple: true, default: [] },
    folder: { type: 'string' },
    webhook: { type: 'string' },
    catalogue: { type: 'string' },
    'vendor-id': { type: 'string', default: '12345' },
    'vendor-auth-code': { type: 'string' },
    connections: { type: 'string', default: '8' },
    seed: { type: 'string' },
    'after-dunning': { type: 'string', default: 'pause' },
  },
});

const Arguments = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string(),
  name: z.array(z.string().min(1)),
  folder: z.string().optional(),
  webhook: z.url().optional(),
  catalogue: z.string(),
  'vendor-id': z.coerce.number().int().positive(),
  'vendor-auth-code': z.string().min(1),
  connections: z.coerce.number().int().min(1).max(64),
  seed: z.coerce.number().int().min(0).optional(),
  'after-dunning': z.enum(['pause', 'cancel']),
});

const settings = Arguments.parse(values);
const twin = await startTwin({
  port: settings.port,
  host: settings.host,
  names: settings.name,
  ...(settings.folder === undefined ? {} : { folder: settings.folder }),
  webhookUrl: settings.webhook ?? null,
  catalogue: z.array(TwinPlan).parse(JSON.parse(readFileSync(settings.catalogue, 'utf8'))),
  vendor: { id: settings['vendor-id'], authCode: settings['vendor-auth-code'] },
  connections: settings.connections,
  ...(settings.seed === undefined ? {} : { seed: settings.seed }),
  dunning: { ...defaultDunning, lastly: settings['after-dunning'] },
});
process.stdout.write(`${JSON.stringify({ url: twin.url, public_key: twin.publicKey })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void twin.stop());
