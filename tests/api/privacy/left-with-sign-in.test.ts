import { describe, expect, it } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const database = useDatabase();
const world = useSignedIn(database);

describe('What a deleted account had left with sign-in', () => {
  it('is removed: reset links, sign-ins that wait for a code and trusted devices', async () => {
    const values = [String(world.userId), `device:${world.userId}`, `${world.userId}0`];
    for (const [index, value] of values.entries())
      await database.db.query(
        `INSERT INTO verifications (identifier, value, expires_at, created_at, updated_at)
         VALUES (?, ?, '2099-01-01', NOW(), NOW())`,
        { replacements: [`left-${index}`, value] },
      );
    await world.trpc.privacy.deleteAccount.mutate({ email: world.email });
    expect(
      await world.rows("SELECT value FROM verifications WHERE identifier LIKE 'left-%' ORDER BY identifier"),
    ).toEqual([{ value: `${world.userId}0` }]);
  });
});
