/** Catalogue of histories that real subscriptions go through. The expected endings are written by hand. */
import { endedHistories } from './ended-histories.ts';
import type { History } from './history.ts';
import { paidHistories } from './paid-histories.ts';
import { validityHistories } from './validity-histories.ts';

export const histories: readonly History[] = [...paidHistories, ...endedHistories, ...validityHistories];
