/** An amount that is charged on a day. */
import { z } from 'zod';
import { CalendarDate } from './dates.ts';
import { Money } from './money.ts';

export const DatedAmount = z.object({ amount: Money, on: CalendarDate });
export type DatedAmount = z.infer<typeof DatedAmount>;
