/** When work that comes round is due next, for all processes together. */
import { QueryTypes, type Sequelize } from 'sequelize';

export type JobRepository = ReturnType<typeof jobRepository>;

export function jobRepository(db: Sequelize) {
  return {
    /**
     * Whether the job is due and this process is the one to run it: until `heldUntil` no other may, should this
     * one die. A job nobody has run yet is due.
     */
    async take(name: string, now: Date, heldUntil: Date): Promise<boolean> {
      await db.query('INSERT IGNORE INTO jobs (name, due_at, held_until) VALUES (:name, :now, :now)', {
        replacements: { name, now },
      });
      const [, taken] = await db.query(
        'UPDATE jobs SET held_until = :heldUntil WHERE name = :name AND due_at <= :now AND held_until <= :now',
        { type: QueryTypes.UPDATE, replacements: { name, now, heldUntil } },
      );
      return taken === 1;
    },

    /** It has ended, and is due again then. */
    async finish(name: string, dueAt: Date): Promise<void> {
      await db.query('UPDATE jobs SET due_at = :dueAt, held_until = :dueAt WHERE name = :name', {
        replacements: { name, dueAt },
      });
    },
  };
}
