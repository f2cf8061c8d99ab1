/** Reads the lists of e-mails and of addresses that refuse them. The outbox and the accounts have their own writers. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select, wordColumn } from '#server/platform/database/statements.ts';
import { type KeysetPlace, readingOrder } from '#server/platform/lists/keyset-page.ts';
import {
  type ListedMail,
  type MailSelection,
  MailState,
  type RefusingAddress,
} from '#shared/administration/mails.ts';
import { roleInRow } from '#shared/administration/roles.ts';

const MailRow = z.object({
  id: column.number,
  template: column.text,
  state: wordColumn<MailState>(),
  attempts: column.number,
  lastError: column.text.nullable(),
  createdAt: column.instant,
  nextAttemptAt: column.instant.nullable(),
  settledAt: column.instant.nullable(),
  userId: column.number.nullable(),
  name: column.text.nullable(),
});

const AddressRow = z.object({
  customerId: column.number,
  name: column.text,
  email: column.text,
  since: column.instant,
  isEmailVerified: column.flag,
  instanceAdministrator: column.flag,
  administratorRole: column.text.nullable(),
});

/**
 * Returns the index that has the selected rows in the order of the list, and the conditions of the ranges to read in
 * it. A kind without a state is one range for each state, because the key has the state before the ID.
 */
function rangesOf({ template, state, customerId }: MailSelection): { key: string; ranges: string[] } {
  if (customerId !== undefined) {
    const others = [
      ...(template === undefined ? [] : ['template = :template']),
      ...(state === undefined ? [] : ['state = :state']),
    ];
    return { key: 'outbox_user_index', ranges: [['user_id = :customerId', ...others].join(' AND ')] };
  }
  if (template !== undefined) {
    const states = state === undefined ? MailState.options : [state];
    return {
      key: 'outbox_template_index',
      // The names of the states are constants.
      ranges: states.map((each) => `template = :template AND state = '${each}'`),
    };
  }
  return state === undefined
    ? { key: 'PRIMARY', ranges: ['id > 0'] }
    : { key: 'outbox_state_index', ranges: ['state = :state'] };
}

export type ListedMailRepository = ReturnType<typeof listedMailRepository>;

export function listedMailRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns e-mails, newest first. They are ordered by their ID alone. */
    async listMails(
      selection: MailSelection,
      { limit, ...place }: KeysetPlace & { limit: number },
    ): Promise<ListedMail[]> {
      const { position, beyond, order, newestFirst } = readingOrder(place);
      const { key, ranges } = rangesOf(selection);
      const beside = position === undefined ? '' : ` AND id ${beyond} :position`;
      const ids = ranges.map(
        (range) =>
          `(SELECT id FROM outbox FORCE INDEX (\`${key}\`) WHERE ${range}${beside} ORDER BY id ${order} LIMIT :limit)`,
      );
      const rows = await select(
        db,
        MailRow,
        `SELECT o.id, o.template, o.state, o.attempts, o.last_error AS lastError, o.created_at AS createdAt,
           o.next_attempt_at AS nextAttemptAt, o.settled_at AS settledAt, o.user_id AS userId, u.name
         FROM (${ids.join(' UNION ALL ')}) selected
         JOIN outbox o ON o.id = selected.id
         LEFT JOIN users u ON u.id = o.user_id
         ORDER BY o.id ${order} LIMIT :limit`,
        { ...selection, position: position?.id, limit },
        transaction,
      );
      return newestFirst(rows).map(({ userId, name, ...row }) => ({
        ...row,
        customer: userId === null ? null : { id: userId, name },
      }));
    },

    /**
     * Returns the e-mails about purchases that went to nobody's account, newest first. Those that wait are only of the
     * purchases without an owner: the others will go to the owner.
     */
    async listToBuyers(
      { all, unowned }: { all: readonly string[]; unowned: readonly string[] },
      limit: number,
    ): Promise<ListedMail[]> {
      if (all.length === 0) return [];
      const rows = await select(
        db,
        MailRow.omit({ userId: true, name: true }),
        `SELECT id, template, state, attempts, last_error AS lastError, created_at AS createdAt,
           next_attempt_at AS nextAttemptAt, settled_at AS settledAt
         FROM outbox FORCE INDEX (outbox_stream_index)
         WHERE stream IN (:all) AND user_id IS NULL AND (state <> 'waiting' OR stream IN (:unowned))
         ORDER BY id DESC LIMIT :limit`,
        { all, unowned: unowned.length === 0 ? [''] : unowned, limit },
        transaction,
      );
      return rows.map((row) => ({ ...row, customer: null }));
    },

    /** Returns the accounts whose addresses mail servers have refused, the latest refusal first. */
    async listRefusing({ limit, ...place }: KeysetPlace & { limit: number }): Promise<RefusingAddress[]> {
      const { position, beyond, order, newestFirst } = readingOrder(place);
      const beside =
        position === undefined
          ? ''
          : ` AND email_refused_at ${beyond}= :at
             AND (email_refused_at ${beyond} :at OR (email_refused_at = :at AND id ${beyond} :id))`;
      const rows = await select(
        db,
        AddressRow,
        `SELECT id AS customerId, name, email, email_refused_at AS since, email_verified AS isEmailVerified,
           instance_administrator AS instanceAdministrator, administrator_role AS administratorRole
         FROM users FORCE INDEX (users_email_refused_index)
         WHERE email_refused_at IS NOT NULL${beside}
         ORDER BY email_refused_at ${order}, id ${order} LIMIT :limit`,
        { at: position?.at, id: position?.id, limit },
        transaction,
      );
      return newestFirst(rows).map(({ instanceAdministrator, administratorRole, ...address }) => ({
        ...address,
        role: roleInRow({ instanceAdministrator, administratorRole }),
      }));
    },
  };
}
