/**
 * Bars, stacked by series. This module and the chart library are fetched only when a chart is shown. The numbers are
 * also in a table, so the drawing is one picture with a label, and nothing in it takes the focus.
 */
import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.layer.css';
import { useCallback, useId, useState } from 'react';
import classes from './bars-chart.module.css';

export interface Series {
  name: string;
  label: string;
}

export interface BarsChartProps {
  /** What the picture shows, for those who can't see it. */
  label: string;
  /** One entry per bar: its label, and the value of each series. Values below 0 go down. */
  bars: readonly ({ at: string } & Record<string, number | string>)[];
  /** Five at most. */
  series: readonly Series[];
  /** Formats a value of a series. */
  format: (value: number) => string;
  /** Formats a value of the axis, where there is little space. */
  round: (value: number) => string;
}

/** What distinguishes the series besides their colours: lines or dots in the colour of the surface. */
const marks = [
  null,
  <path key="up" d="M-2 2 2-2M0 8 8 0M6 10l4-4" />,
  <circle key="dot" cx="4" cy="4" r="1" />,
  <path key="across" d="M0 4h8" />,
  <path key="both" d="M0 0l8 8M0 8l8-8" />,
] as const;

const colourOf = (index: number): string => `var(--series-${index + 1})`;

function Pattern({ id, index }: { id: string; index: number }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={colourOf(index)} />
      <g className={classes.mark}>{marks[index]}</g>
    </pattern>
  );
}

export function BarsChart({ label, bars, series, format, round }: BarsChartProps) {
  const id = useId();
  const { hasSpace, frame } = useHasSpace();
  const patternOf = (name: string) => `${id}-${series.findIndex((each) => each.name === name)}`;
  return (
    <div>
      <div role="img" aria-label={label} ref={frame} className={classes.chart}>
        {hasSpace && (
          <BarChart
            h="100%"
            data={bars.map((bar) => ({ ...bar }))}
            dataKey="at"
            type="stacked"
            series={series.map(({ name, label: word }, index) => ({
              name,
              label: word,
              color: colourOf(index),
            }))}
            valueFormatter={format}
            accessibilityLayer={false}
            barChartProps={{ stackOffset: 'sign' }}
            barProps={({ name }) => ({
              fill: `url(#${patternOf(name)})`,
              stroke: 'var(--surface)',
              strokeOpacity: 1,
              strokeWidth: 1,
            })}
            maxBarWidth={32}
            gridColor="var(--line)"
            textColor="var(--ink-2)"
            strokeDasharray="0"
            tickLine="none"
            yAxisProps={{ width: 52, tickFormatter: round, tickCount: 5, allowDecimals: false }}
          >
            <defs>
              {series.map(({ name }, index) => (
                <Pattern key={name} id={patternOf(name)} index={index} />
              ))}
            </defs>
          </BarChart>
        )}
      </div>
      {series.length > 1 && (
        <ul className={classes.legend}>
          {series.map(({ name, label: word }, index) => (
            <li key={name}>
              <svg width="14" height="14" aria-hidden="true">
                <defs>
                  <Pattern id={`${id}-legend-${index}`} index={index} />
                </defs>
                <rect width="14" height="14" rx="2" fill={`url(#${id}-legend-${index})`} />
              </svg>
              {word}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Returns whether the element is wide enough to draw in. The library warns if it isn't. */
function useHasSpace() {
  const [hasSpace, setHasSpace] = useState(false);
  const frame = useCallback((element: HTMLElement | null) => {
    setHasSpace(element !== null && element.clientWidth > 0);
  }, []);
  return { hasSpace, frame };
}
