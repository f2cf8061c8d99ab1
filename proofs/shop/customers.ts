/** Creates customers for playing histories: accounts with confirmed e-mail addresses. */
import type { Sequelize } from 'sequelize';
import { type Cast, castOf } from './cast.ts';

const firstUser = 1_000;

/** Adds new accounts for `count` casts, starting at number `from`. */
export async function enrolCustomers(db: Sequelize, from: number, count: number): Promise<Cast[]> {
  const casts = Array.from({ length: count }, (_, index) => castOf(from + index, firstUser + from + index));
  const values = casts.map(() => "(?, 'Nora Lindqvist', ?, 1, NOW(), NOW())").join(', ');
  await db.query(
    `INSERT INTO users (id, name, email, email_verified, created_at, updated_at) VALUES ${values}`,
    { replacements: casts.flatMap((cast) => [cast.userId, cast.email]) },
  );
  return casts;
}
