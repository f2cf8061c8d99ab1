/** Says in words what a chart shows: the period and the latest value. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { CalendarDate } from '#shared/dates.ts';
import { useFigureFormats } from './use-figure-formats.ts';

type Dated = { month: CalendarDate } | { day: CalendarDate };

export function usePicture() {
  const t = useTranslations('figures');
  const { day } = useFormats();
  const { month } = useFigureFormats();
  const when = (row: Dated): string => ('month' in row ? month(row.month) : day(row.day));
  return <Row extends Dated>(name: string, rows: readonly Row[], words: (row: Row) => string): string => {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return name;
    return t('picture', { name, from: when(first), to: when(last), when: when(last), value: words(last) });
  };
}
