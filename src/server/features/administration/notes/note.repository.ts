/**
 * Stores the notes of administrators about customers. They are kept until an administrator deletes them or the account
 * is deleted.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, insert, select } from '#server/platform/database/statements.ts';
import type { NoteView } from '#shared/administration/notes.ts';

const NoteRow = z.object({
  id: column.number,
  text: column.text,
  writtenAt: column.instant,
  authorId: column.number,
  authorName: column.text.nullable(),
});

/** More than a customer ever has. */
const maxListed = 500;

export type NoteRepository = ReturnType<typeof noteRepository>;

export function noteRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the notes about a customer, newest first. */
    async listAbout(customerId: number): Promise<NoteView[]> {
      const rows = await select(
        db,
        NoteRow,
        `SELECT n.id, n.note AS text, n.written_at AS writtenAt, n.author_id AS authorId, u.name AS authorName
         FROM administrator_notes n LEFT JOIN users u ON u.id = n.author_id
         WHERE n.user_id = ? ORDER BY n.id DESC LIMIT ?`,
        [customerId, maxListed],
        transaction,
      );
      return rows.map(({ authorId, authorName, ...note }) => ({
        ...note,
        author: { id: authorId, name: authorName },
      }));
    },

    /** Adds a note and returns its ID. */
    async add({
      customerId,
      authorId,
      text,
      at,
    }: {
      customerId: number;
      authorId: number;
      text: string;
      at: Date;
    }): Promise<number> {
      const { insertId } = await insert(
        db,
        'INSERT INTO administrator_notes (user_id, author_id, note, written_at) VALUES (?, ?, ?, ?)',
        [customerId, authorId, text, at],
        transaction,
      );
      return insertId;
    },

    /** Deletes a note. Returns false if there is no such note about the customer. */
    async remove(id: number, customerId: number): Promise<boolean> {
      const sql = 'DELETE FROM administrator_notes WHERE id = ? AND user_id = ?';
      return (await execute(db, sql, [id, customerId], transaction)) > 0;
    },
  };
}
