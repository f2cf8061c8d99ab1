/** The server's current day. Until it is known, the browser's clock decides. */
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { trpc } from './trpc.ts';

export function useToday(): CalendarDate {
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  return publicConfig?.today ?? dayOf(new Date());
}
