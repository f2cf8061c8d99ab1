/** Reads and writes `.data/demo.json`. Other programs find the demo's URLs and accounts there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSecretFile } from '#scripts/system/secret-file.ts';
import { logIns } from './history/history.ts';

const DemoAccount = z.object({ email: z.email(), password: z.string() });

const DemoFacts = z.object({
  url: z.url(),
  twin_url: z.url(),
  mail_url: z.url(),
  metrics_url: z.url().nullable(),
  database_url: z.string(),
  customer: DemoAccount,
  admin: DemoAccount.extend({ totp_secret: z.string() }),
  log_ins: z.record(z.enum(logIns), DemoAccount),
  instance: z.object({ client_id: z.string(), client_secret: z.string() }),
  licence_key: z.string(),
  private_key: z.string(),
  paddle_public_key: z.string(),
});
export type DemoFacts = z.infer<typeof DemoFacts>;

const pathIn = (folder: string): string => join(folder, 'demo.json');

/** Returns the facts that the previous start wrote. Null if there is no such file or it has an outdated format. */
export function readDemoFile(folder: string): DemoFacts | null {
  const path = pathIn(folder);
  if (!existsSync(path)) return null;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return DemoFacts.safeParse(content).data ?? null;
}

/** Writes the file atomically, readable only by its owner. Returns its path. */
export function writeDemoFile(folder: string, facts: DemoFacts): string {
  const path = pathIn(folder);
  writeSecretFile(path, `${JSON.stringify(DemoFacts.parse(facts), null, 2)}\n`);
  return path;
}
