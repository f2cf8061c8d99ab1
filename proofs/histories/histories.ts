/** Catalogue of the histories that real subscriptions go through. Each history has a hand-written expected ending. */
import { endedHistories } from './ended-histories.ts';
import type { History } from './history.ts';
import { paidHistories } from './paid-histories.ts';
import { validityHistories } from './validity-histories.ts';

export const histories: readonly History[] = [...paidHistories, ...endedHistories, ...validityHistories];
