/** Stores which e-mails customers have turned off, and the tokens of the links that do so. */
import { randomBytes } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select, type Values } from '#server/platform/database/statements.ts';
import { OptionalMail, optionalMails } from '#shared/accounts/mail-choices.ts';

/** A choice as stored. A customer and a kind without a row means that the e-mail is on. */
const StoredChoice = z.object({
  userId: column.number,
  kind: OptionalMail,
  isOn: column.flag,
  /** 32 random bytes in base64url. It names the customer and the kind without saying who the customer is. */
  token: column.text,
});
type StoredChoice = z.output<typeof StoredChoice>;

export type MailChoiceRepository = ReturnType<typeof mailChoiceRepository>;

/** All times are real time, even in the demo. */
export function mailChoiceRepository(db: Sequelize, transaction?: Transaction) {
  const find = (where: string, values: Values): Promise<StoredChoice[]> =>
    select(
      db,
      StoredChoice,
      `SELECT user_id AS userId, kind, is_on AS isOn, token FROM mail_choices WHERE ${where}`,
      values,
      transaction,
    );

  /** Adds the row of a kind, so that it has a token. Does nothing if the row exists. */
  async function add(userId: number, kind: OptionalMail): Promise<void> {
    await execute(
      db,
      `INSERT INTO mail_choices (user_id, kind, is_on, token) VALUES (?, ?, 1, ?)
       ON DUPLICATE KEY UPDATE user_id = user_id`,
      [userId, kind, randomBytes(32).toString('base64url')],
      transaction,
    );
  }

  return {
    /** Returns the customer's choice for each kind, in display order. */
    async listForUser(userId: number): Promise<Pick<StoredChoice, 'kind' | 'isOn'>[]> {
      const stored = new Map((await find('user_id = ?', [userId])).map((row) => [row.kind, row]));
      return optionalMails.map((kind) => ({ kind, isOn: stored.get(kind)?.isOn ?? true }));
    },

    /** Turns a kind on or off. Does nothing if it already is. */
    async set(userId: number, { kind, isOn }: Pick<StoredChoice, 'kind' | 'isOn'>): Promise<void> {
      await add(userId, kind);
      await execute(
        db,
        'UPDATE mail_choices SET is_on = ?, changed_at = ? WHERE user_id = ? AND kind = ? AND is_on <> ?',
        [isOn, new Date(), userId, kind, isOn],
        transaction,
      );
    },

    /**
     * Returns the choice with its token. The token stays the same, so the links in all e-mails of this kind keep
     * working.
     */
    async withToken(userId: number, kind: OptionalMail): Promise<StoredChoice> {
      const [known] = await find('user_id = ? AND kind = ?', [userId, kind]);
      if (known) return known;
      await add(userId, kind);
      const [added] = await find('user_id = ? AND kind = ?', [userId, kind]);
      if (!added) throw new Error(`the choice of customer ${userId} for ${kind} was not stored`);
      return added;
    },

    /** Returns null if the token is unknown, which it also is once its customer has been erased. */
    async findByToken(token: string): Promise<StoredChoice | null> {
      const [found] = await find('token = ?', [token]);
      return found ?? null;
    },
  };
}
