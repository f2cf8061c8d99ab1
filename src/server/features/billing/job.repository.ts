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

    /** Holds it longer. False when it is no longer held by whoever was to hold it until then. */
    async hold(name: string, heldUntil: Date, longer: Date): Promise<boolean> {
      const [, held] = await db.query(
        'UPDATE jobs SET held_until = :longer WHERE name = :name AND held_until = :heldUntil',
        { type: QueryTypes.UPDATE, replacements: { name, heldUntil, longer } },
      );
      return held === 1;
    },

    /** Stops in the middle and lets another process have it at once; nothing changes where another has it by now. */
    async release(name: string, heldUntil: Date, now: Date): Promise<void> {
      await db.query('UPDATE jobs SET held_until = :now WHERE name = :name AND held_until = :heldUntil', {
        replacements: { name, heldUntil, now },
      });
    },

    /** It has ended, and is due again then; nothing changes where another process has it by now. */
    async finish(name: string, heldUntil: Date, dueAt: Date): Promise<void> {
      await db.query(
        'UPDATE jobs SET due_at = :dueAt, held_until = :dueAt WHERE name = :name AND held_until = :heldUntil',
        { replacements: { name, heldUntil, dueAt } },
      );
    },
  };
}
