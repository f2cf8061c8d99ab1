/** Loads the PHP portal's real database, where `PHP_PORTAL_DIR` names one, and reads the rows about purchases. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { z } from 'zod';
import {
  LicenceRow,
  PlanRow,
  ReceiptRow,
  SubscriptionRow,
  UserRow,
} from '#server/features/takeover/source/rows.ts';
import { makeDatabase } from '#tests/support/database/database.ts';

const Facts = z.object({
  taken_at: z.string(),
  secrets: z.object({ licence_private_key: z.string() }),
  licences: z.array(
    z.object({
      id: z.number(),
      user_id: z.number(),
      key: z.string(),
      old_answer: z.object({
        status: z.number(),
        body: z.union([z.object({ next_check_at: z.string() }), z.array(z.unknown())]),
      }),
    }),
  ),
});

/** The folder of the real database; undefined where there is none. */
export const phpPortalFolder = process.env.PHP_PORTAL_DIR;

export async function loadOldBilling(name: 'data' | 'data-later') {
  const folder = phpPortalFolder ?? '';
  const text = (file: string) => readFile(join(folder, file), 'utf8');
  const facts = Facts.parse(JSON.parse(await text(name === 'data' ? 'facts.json' : 'facts-later.json')));
  const database = await makeDatabase('php');
  const connection = await createConnection({
    ...{ uri: database.url, multipleStatements: true, dateStrings: true },
    ...{ supportBigNumbers: true, bigNumberStrings: true, charset: 'utf8mb4' },
  });
  try {
    await connection.query("SET time_zone = '+00:00'");
    await connection.query(await text('schema.sql'));
    await connection.query(await text(`${name}.sql`));
    const read = async <T>(table: string, schema: z.ZodType<T>) => {
      const [rows] = await connection.query(`SELECT * FROM ${table} ORDER BY id`);
      return z.array(schema).parse(rows);
    };
    return {
      facts,
      users: await read('users', UserRow),
      plans: await read('plans', PlanRow),
      subscriptions: await read('subscriptions', SubscriptionRow),
      receipts: await read('receipts', ReceiptRow),
      licences: await read('licence_keys', LicenceRow),
    };
  } finally {
    await connection.end();
    await database.drop();
  }
}

export type OldBilling = Awaited<ReturnType<typeof loadOldBilling>>;
