/** Creates the customers for the histories: accounts with confirmed e-mail addresses. */
import type { Sequelize } from 'sequelize';
import { type Cast, castOf } from './cast.ts';

const firstUser = 1_000;

/** Creates an account for each of `count` casts. The casts are numbered from `from` upwards. */
export async function enrolCustomers(db: Sequelize, from: number, count: number): Promise<Cast[]> {
  const casts = Array.from({ length: count }, (_, index) => castOf(from + index, firstUser + from + index));
  const values = casts.map(() => "(?, 'Nora Lindqvist', ?, 1, NOW(), NOW())").join(', ');
  await db.query(
    `INSERT INTO users (id, name, email, email_verified, created_at, updated_at) VALUES ${values}`,
    { replacements: casts.flatMap((cast) => [cast.userId, cast.email]) },
  );
  return casts;
}
