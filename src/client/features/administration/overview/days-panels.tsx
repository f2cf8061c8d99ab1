/** What happened day by day: licence checks of instances by outcome, and Paddle's alerts by state. */
import { useTranslations } from 'use-intl';
import { Bars } from '#client/features/administration/overview/chart/bars.tsx';
import { useFigureFormats } from '#client/features/administration/overview/chart/use-figure-formats.ts';
import { usePicture } from '#client/features/administration/overview/chart/use-picture.ts';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { PlainTable } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { AlertState, type Overview, overviewDays } from '#shared/administration/overview.ts';
import { addDays, type CalendarDate } from '#shared/dates.ts';
import { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import { Panel } from './panel.tsx';

/** Nine outcomes are more than a chart can tell apart, so some are drawn as one. The table has all. */
const pingGroups = {
  good: ['good'],
  ended: ['ended'],
  key: ['unknown', 'forged', 'malformed'],
  client: ['limited', 'token_refused', 'token_revoked'],
  failed: ['failed'],
} as const satisfies Record<string, readonly PingOutcome[]>;

const alertGroups = {
  applied: ['applied'],
  ignored: ['ignored', 'stored'],
  waiting: ['pending', 'waiting'],
  failed: ['failed'],
} as const satisfies Record<string, readonly AlertState[]>;

interface Day<Kind extends string> {
  day: CalendarDate;
  counts: ReadonlyMap<Kind, number>;
  total: number;
}

/** All days shown, those without a count too. */
function daysOf<Kind extends string>(
  today: CalendarDate,
  counted: readonly { day: CalendarDate; kind: Kind; count: number }[],
): Day<Kind>[] {
  return Array.from({ length: overviewDays }, (_, index) => {
    const day = addDays(today, index - overviewDays + 1);
    const own = counted.filter((each) => each.day === day);
    return {
      day,
      counts: new Map(own.map(({ kind, count }) => [kind, count])),
      total: own.reduce((sum, { count }) => sum + count, 0),
    };
  });
}

interface DaysPanelProps<Kind extends string, Group extends string> {
  name: string;
  meaning: string;
  file: 'pings' | 'alerts';
  days: readonly Day<Kind>[];
  groups: Readonly<Record<Group, readonly Kind[]>>;
  groupName: (group: Group) => string;
  kinds: readonly Kind[];
  kindName: (kind: Kind) => string;
}

function DaysPanel<Kind extends string, Group extends string>(props: DaysPanelProps<Kind, Group>) {
  const { name, meaning, file, days, groups, groupName, kinds, kindName } = props;
  const t = useTranslations();
  const { number, day: dayName } = useFormats();
  const { round } = useFigureFormats();
  const picture = usePicture();
  const last = days.at(-1);
  const columns: Column<Day<Kind>>[] = [
    {
      id: 'day',
      label: t('overview.day'),
      cell: ({ day }) => <span className="nw">{dayName(day, 'short')}</span>,
    },
    ...kinds
      .filter((kind) => days.some(({ counts }) => counts.has(kind)))
      .map((kind) => ({
        id: kind,
        label: kindName(kind),
        isNumber: true,
        cell: ({ counts }: Day<Kind>) => number(counts.get(kind) ?? 0),
      })),
    { id: 'total', label: t('overview.total'), isNumber: true, cell: ({ total }) => number(total) },
  ];
  const drawn = (Object.entries(groups) as [Group, readonly Kind[]][]).map(([group, own]) => ({
    group,
    of: ({ counts }: Day<Kind>) => own.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0),
  }));
  return (
    <Panel
      name={name}
      meaning={[meaning]}
      file={file}
      isEmpty={days.every(({ total }) => total === 0)}
      lead={
        last && <p>{t('figures.latest', { when: dayName(last.day, 'short'), value: number(last.total) })}</p>
      }
      chart={
        <Bars
          label={picture(name, days, ({ total }) => number(total))}
          bars={days.map((row) => ({
            at: dayName(row.day, 'short'),
            ...Object.fromEntries(drawn.map(({ group, of }) => [group, of(row)])),
          }))}
          series={drawn.map(({ group }) => ({ name: group, label: groupName(group) }))}
          format={number}
          round={round}
        />
      }
      table={<PlainTable label={name} columns={columns} rows={days.toReversed()} rowId={({ day }) => day} />}
    />
  );
}

export function PingsPanel({ today, pings }: Pick<Overview, 'today' | 'pings'>) {
  const t = useTranslations();
  return (
    <DaysPanel
      name={t('figures.pings')}
      meaning={t('definitions.pings')}
      file="pings"
      days={daysOf(
        today,
        pings.map(({ outcome, ...rest }) => ({ ...rest, kind: outcome })),
      )}
      groups={pingGroups}
      groupName={(group) => t(`figures.pingGroups.${group}`)}
      kinds={PingOutcome.options}
      kindName={(outcome) => t(`figures.pingOutcomes.${outcome}`)}
    />
  );
}

export function AlertsPanel({ today, alerts }: Pick<Overview, 'today' | 'alerts'>) {
  const t = useTranslations();
  return (
    <DaysPanel
      name={t('figures.alerts')}
      meaning={t('definitions.alerts')}
      file="alerts"
      days={daysOf(
        today,
        alerts.map(({ state, ...rest }) => ({ ...rest, kind: state })),
      )}
      groups={alertGroups}
      groupName={(group) => t(`figures.alertGroups.${group}`)}
      kinds={AlertState.options}
      kindName={(state) => t(`figures.alertStates.${state}`)}
    />
  );
}
