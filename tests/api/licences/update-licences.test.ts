/** Tests that an update of stored licences changes either all of them or none. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import type { Entitlement } from '#server/features/licences/apply-entitlements.ts';
import type { LicenceState } from '#server/features/licences/licence.repository.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { applyEntitlement, makeLicence } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { testConfig } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
let deps: Deps;

beforeEach(() => {
  deps = buildDeps({
    config: testConfig(database.url),
    db: database.db,
    log: createLogger('silent'),
    clock: { now: () => new Date('2027-01-15T12:00:00Z') },
  });
});

const stateOf = ({ plan, purchaserEmail: _, ...rest }: Entitlement): LicenceState => ({
  ...rest,
  planId: plan.id,
});

async function count(table: string): Promise<number> {
  const rows = await database.db.query(`SELECT 1 FROM ${table}`, { type: QueryTypes.SELECT });
  return rows.length;
}

describe('updating licences', () => {
  it('changes all of them', async () => {
    const stored = [await makeLicence(deps), await makeLicence(deps)];
    const changed = stored.map(({ entitlement }) => stateOf({ ...entitlement, quantity: 5 }));
    await deps.transaction(({ licences }) => licences.updateAll(changed));
    for (const { licenceId } of stored)
      expect(await deps.licences.findById(licenceId)).toMatchObject({ quantity: 5 });
  });

  it('fails and changes nothing if one of them does not exist', async () => {
    const { entitlement } = await makeLicence(deps);
    const changed = stateOf({ ...entitlement, quantity: 5 });
    const updating = deps.transaction(({ licences }) =>
      licences.updateAll([changed, { ...changed, stream: 'subscription:none' }]),
    );
    await expect(updating).rejects.toSatisfy(isConcurrencyConflict);
    expect(await count('licences')).toBe(1);
    expect(await deps.licences.findByStream(entitlement.stream)).toMatchObject({ quantity: 1 });
  });

  it('is retried as an issue, with a key, if a licence was deleted after it was read', async () => {
    const { entitlement, licenceId } = await makeLicence(deps);
    let attempts = 0;
    const { outcome } = await deps.transaction(async (bound) => {
      attempts += 1;
      // The first read of a transaction determines the snapshot that all its later reads see.
      await bound.licences.findById(licenceId);
      if (attempts === 1) {
        await database.db.query('DELETE FROM licence_keys');
        await database.db.query('DELETE FROM licences');
      }
      return applyEntitlement(bound, { ...entitlement, quantity: 5 });
    });
    expect({ attempts, outcome }).toEqual({ attempts: 2, outcome: 'issued' });
    expect(await count('licences')).toBe(1);
    expect(await count('licence_keys')).toBe(1);
  });

  it('is refused outside a transaction, where an inserted row would stay', async () => {
    const { entitlement } = await makeLicence(deps);
    await expect(deps.licences.updateAll([stateOf(entitlement)])).rejects.toThrow('transaction');
  });
});
