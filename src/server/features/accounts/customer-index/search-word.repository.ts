/**
 * Stores the words by which customers are found, and finds customers by them. Only ranges of an index are read
 * (`LIKE 'x%'`). The rows follow from `users` alone and go with the account.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { searchWordsOf, type TypedText } from './search-text.ts';

const FieldsRow = z.object({
  userId: column.number,
  name: column.text,
  email: column.text,
  companyName: column.text.nullable(),
});
const WordRow = z.object({ userId: column.number, word: column.text });

/** A customer found by a word, which is also the place in the order of what is found. */
export type WordPosition = z.output<typeof WordRow>;

/**
 * How many words that begin as the rarest typed word are looked at for one page. If the other words are found at few of
 * them, the page has fewer customers than its limit.
 */
const maxLookedAt = 2_000;

const together = 500;

/** Returns the pattern for all text that begins with this. */
const beginning = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

const keyOf = ({ userId, word }: WordPosition): string => `${userId} ${word}`;

export type SearchWordRepository = ReturnType<typeof searchWordRepository>;

export function searchWordRepository(db: Sequelize, transaction?: Transaction) {
  /** Returns the first words after a position that begin with the text, and whose customers pass the conditions. */
  async function find(
    {
      begins,
      after,
      where,
      limit,
    }: { begins: string; after: WordPosition | null; where: string; limit: number },
    values: Record<string, string> = {},
  ): Promise<WordPosition[]> {
    const isAfter = after ? 'AND (w.word > :word OR (w.word = :word AND w.user_id > :userId))' : '';
    // The inner selection is a range of an index and has an end, however few of its rows pass the conditions.
    const sql = `SELECT s.user_id AS userId, s.word FROM (
        SELECT w.word, w.user_id FROM search_words w
        WHERE w.word LIKE :begins ${isAfter} ORDER BY w.word, w.user_id LIMIT :maxLookedAt
      ) s WHERE ${where} ORDER BY s.word, s.user_id LIMIT :limit`;
    const position = after ? { word: after.word, userId: after.userId } : {};
    const all = { begins: beginning(begins), maxLookedAt, limit, ...position, ...values };
    return select(db, WordRow, sql, all, transaction);
  }

  /** Returns the last word that a page looks at; null if there are fewer. */
  async function lastLookedAt(begins: string, after: WordPosition | null): Promise<WordPosition | null> {
    const isAfter = after ? 'AND (word > :word OR (word = :word AND user_id > :userId))' : '';
    const [last] = await select(
      db,
      WordRow,
      `SELECT user_id AS userId, word FROM search_words WHERE word LIKE :begins ${isAfter}
       ORDER BY word, user_id LIMIT 1 OFFSET :skipped`,
      { begins: beginning(begins), skipped: maxLookedAt - 1, word: after?.word, userId: after?.userId },
      transaction,
    );
    return last ?? null;
  }

  /** A customer is found once, by the first of their words that begin as typed. */
  const isFirst = `NOT EXISTS (SELECT 1 FROM search_words o
    WHERE o.user_id = s.user_id AND o.word LIKE :begins AND o.word < s.word)`;

  return {
    /** Returns the next customers of whom a whole value begins with the text. */
    findByWhole: (
      { whole }: Pick<TypedText, 'whole'>,
      after: WordPosition | null,
      limit: number,
    ): Promise<WordPosition[]> => find({ begins: whole, after, where: isFirst, limit }),

    /**
     * Returns the next customers who have words that begin with each of the typed ones, but no whole value that begins
     * with the text; `next` is the position to continue from, and null if there is nothing more.
     */
    async findByWords(
      { whole, words }: TypedText,
      after: WordPosition | null,
      limit: number,
    ): Promise<{ found: WordPosition[]; next: WordPosition | null }> {
      const [rarest = whole, ...others] = await rarestFirst(words);
      const alsoHas = others.map(
        (_, n) => `EXISTS (SELECT 1 FROM search_words o
          WHERE o.user_id = s.user_id AND o.word LIKE :other${n})`,
      );
      const noWhole =
        words.length === 1 && words[0] === whole
          ? []
          : [`NOT EXISTS (SELECT 1 FROM search_words o WHERE o.user_id = s.user_id AND o.word LIKE :whole)`];
      const rows = await find(
        { begins: rarest, after, where: [isFirst, ...alsoHas, ...noWhole].join(' AND '), limit: limit + 1 },
        {
          whole: beginning(whole),
          ...Object.fromEntries(others.map((other, n) => [`other${n}`, beginning(other)])),
        },
      );
      const found = rows.slice(0, limit);
      if (rows.length > limit) return { found, next: found.at(-1) ?? null };
      return { found, next: await lastLookedAt(rarest, after) };
    },

    /**
     * Makes the words of these accounts agree with their names, addresses and companies. Returns how many accounts they
     * differed for. Accounts that don't exist are skipped.
     */
    async refresh(userIds: readonly number[]): Promise<number> {
      if (userIds.length === 0) return 0;
      const accounts = await select(
        db,
        FieldsRow,
        'SELECT id AS userId, name, email, company_name AS companyName FROM users WHERE id IN (?) ORDER BY id',
        [userIds],
        transaction,
      );
      const stored = await select(
        db,
        WordRow,
        'SELECT user_id AS userId, word FROM search_words WHERE user_id IN (?)',
        [userIds],
        transaction,
      );
      const wanted = accounts.flatMap(({ userId, ...fields }) =>
        searchWordsOf(fields).map((word) => ({ userId, word })),
      );
      const [has, wants] = [new Set(stored.map(keyOf)), new Set(wanted.map(keyOf))];
      const added = wanted.filter((row) => !has.has(keyOf(row)));
      const removed = stored.filter((row) => !wants.has(keyOf(row)));
      for (let from = 0; from < removed.length; from += together) {
        const rows = removed.slice(from, from + together);
        await execute(
          db,
          `DELETE FROM search_words WHERE ${rows.map(() => '(user_id = ? AND word = ?)').join(' OR ')}`,
          rows.flatMap(({ userId, word }) => [userId, word]),
          transaction,
        );
      }
      for (let from = 0; from < added.length; from += together) {
        const rows = added.slice(from, from + together);
        // Joined with the accounts, because one may have been deleted meanwhile.
        await execute(
          db,
          `INSERT IGNORE INTO search_words (user_id, word) SELECT u.id, n.word
           FROM (${rows.map(() => 'SELECT ? AS user_id, ? AS word').join(' UNION ALL ')}) n
           JOIN users u ON u.id = n.user_id`,
          rows.flatMap(({ userId, word }) => [userId, word]),
          transaction,
        );
      }
      return new Set([...added, ...removed].map(({ userId }) => userId)).size;
    },
  };

  /** Returns the words, the one that the fewest rows begin with first. Does not count further than needed. */
  async function rarestFirst(words: readonly string[]): Promise<string[]> {
    if (words.length < 2) return [...words];
    const counts = await select(
      db,
      z.object({ n: column.number, count: column.number }),
      words
        .map(
          (_, n) => `(SELECT ${n} AS n, COUNT(*) AS count
            FROM (SELECT 1 FROM search_words WHERE word LIKE :word${n} LIMIT ${maxLookedAt}) c${n})`,
        )
        .join(' UNION ALL '),
      Object.fromEntries(words.map((word, n) => [`word${n}`, beginning(word)])),
      transaction,
    );
    const countOf = new Map(counts.map(({ n, count }) => [n, count]));
    return words
      .map((word, n) => ({ word, count: countOf.get(n) ?? 0 }))
      .sort((a, b) => a.count - b.count)
      .map(({ word }) => word);
  }
}
