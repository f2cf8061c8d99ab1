/**
 * Adds the words by which administrators find customers: those of their names, addresses and companies. There is no
 * full-text index, because TiDB has none. A background job fills the table. The two keys on times of change let it find
 * what processes of the previous release write.
 */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS search_words (
    user_id BIGINT UNSIGNED NOT NULL,
    word VARCHAR(64) NOT NULL,
    PRIMARY KEY (user_id, word),
    KEY search_words_word_index (word, user_id),
    CONSTRAINT search_words_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await addKeys(db, 'users', { users_updated_index: 'KEY users_updated_index (updated_at, id)' });
  await addKeys(db, 'licences', { licences_updated_index: 'KEY licences_updated_index (updated_at, id)' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'licences', [['INDEX', 'licences_updated_index']]);
  await drop(db, 'users', [['INDEX', 'users_updated_index']]);
  await db.query('DROP TABLE IF EXISTS search_words');
};
