/**
 * Makes receipts and flags unique per subject, adds indexes for finding encrypted values by the APP_KEY they need, and
 * folds subscriptions again by the new date rules.
 */
import { QueryTypes, type Sequelize } from 'sequelize';
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

const together = 2_000;

/**
 * Marks all subscriptions as due, so that the sweeper folds them again. Works in batches to keep each transaction
 * small, however large the table is.
 */
async function foldAgain(db: Sequelize): Promise<void> {
  for (let after = 'subscription:'; ; ) {
    const rows = await db.query<{ subject: string }>(
      `SELECT subject FROM billing_subjects
       WHERE subject > :after AND subject < 'subscription;' ORDER BY subject LIMIT :together`,
      { type: QueryTypes.SELECT, replacements: { after, together } },
    );
    const last = rows.at(-1)?.subject;
    if (last === undefined) return;
    await db.query(
      `UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1
       WHERE subject > :after AND subject <= :last`,
      { replacements: { after, last } },
    );
    after = last;
  }
}

export const up: Migration = async ({ context: db }) => {
  // If alerts of two different subscriptions name the same order, each of the two subscriptions gets its own receipt.
  await addKeys(db, 'receipts', {
    receipts_subject_reference_unique: 'UNIQUE KEY receipts_subject_reference_unique (subject, reference)',
    receipts_subject_order_unique: 'UNIQUE KEY receipts_subject_order_unique (subject, order_id)',
    receipts_order_index: 'KEY receipts_order_index (order_id)',
  });
  await drop(db, 'receipts', [
    ['INDEX', 'receipts_reference_unique'],
    ['INDEX', 'receipts_order_unique'],
    ['INDEX', 'receipts_subject_index'],
  ]);
  await addKeys(db, 'flags', {
    flags_subject_reference_unique: 'UNIQUE KEY flags_subject_reference_unique (subject, reference)',
    flags_reference_index: 'KEY flags_reference_index (reference)',
  });
  await drop(db, 'flags', [
    ['INDEX', 'flags_reference_unique'],
    ['INDEX', 'flags_subject_index'],
  ]);
  await addKeys(db, 'licence_keys', {
    licence_keys_version_index: 'KEY licence_keys_version_index (key_version, retired_at)',
  });
  // The first characters of a value say which secret it is encrypted with, so a short prefix is indexed.
  await addKeys(db, 'two_factors', {
    two_factors_secret_index: 'KEY two_factors_secret_index (secret(16))',
    two_factors_codes_index: 'KEY two_factors_codes_index (backup_codes(16))',
  });
  await foldAgain(db);
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'two_factors', [
    ['INDEX', 'two_factors_secret_index'],
    ['INDEX', 'two_factors_codes_index'],
  ]);
  await drop(db, 'licence_keys', [['INDEX', 'licence_keys_version_index']]);
  // The previous schema allows only one row per value, so only the oldest one is kept.
  for (const [table, column] of [
    ['receipts', 'reference'],
    ['receipts', 'order_id'],
    ['flags', 'reference'],
  ] as const) {
    await db.query(
      `DELETE later FROM ${table} later JOIN ${table} first ON first.${column} = later.${column} AND first.id < later.id`,
    );
  }
  await addKeys(db, 'flags', {
    flags_reference_unique: 'UNIQUE KEY flags_reference_unique (reference)',
    flags_subject_index: 'KEY flags_subject_index (subject)',
  });
  await drop(db, 'flags', [
    ['INDEX', 'flags_subject_reference_unique'],
    ['INDEX', 'flags_reference_index'],
  ]);
  await addKeys(db, 'receipts', {
    receipts_order_unique: 'UNIQUE KEY receipts_order_unique (order_id)',
    receipts_reference_unique: 'UNIQUE KEY receipts_reference_unique (reference)',
    receipts_subject_index: 'KEY receipts_subject_index (subject)',
  });
  await drop(db, 'receipts', [
    ['INDEX', 'receipts_subject_reference_unique'],
    ['INDEX', 'receipts_subject_order_unique'],
    ['INDEX', 'receipts_order_index'],
  ]);
};
