/** Adds the index by which the running subscriptions of a plan are counted. */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addKeys(db, 'subscriptions', {
    subscriptions_plan_status_index: 'KEY subscriptions_plan_status_index (paddle_plan_id, status)',
  });

export const down: Migration = ({ context: db }) =>
  drop(db, 'subscriptions', [['INDEX', 'subscriptions_plan_status_index']]);
