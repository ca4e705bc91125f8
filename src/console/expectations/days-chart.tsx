import { CompositeChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import type { ExpectedDay } from '../../expectations/expectation.schema.ts';
import { shortDay } from '../rostering/days.ts';
import { text } from '../text/text.ts';

const words = text.expectations.chart;

/** What came on each day, before the band in which it was to be expected. */
export function DaysChart({ days }: { days: readonly ExpectedDay[] }) {
  const hasBand = days.some(({ low }) => low !== null);
  const data = days.map(({ day, low, high, came }) => ({
    day: shortDay(day),
    band: low === null || high === null ? null : [low, high],
    came,
  }));
  return (
    <CompositeChart
      h={260}
      data={data}
      dataKey="day"
      withLegend={hasBand}
      withDots={false}
      curveType="linear"
      // What it shows stands in the table below, by keyboard too.
      composedChartProps={{ accessibilityLayer: false }}
      strokeWidth={2}
      valueFormatter={(value) =>
        Array.isArray(value) ? words.between(Number(value[0]), Number(value[1])) : text.number(Number(value))
      }
      yAxisProps={{ width: 64, domain: [0, 'auto'] }}
      xAxisProps={{ minTickGap: 24 }}
      series={[
        ...(hasBand
          ? [
              {
                name: 'band',
                label: words.band,
                color: 'var(--hp-green-mark)',
                type: 'area',
                strokeDasharray: '4 4',
              } as const,
            ]
          : []),
        hasBand
          ? ({ name: 'came', label: words.came, color: 'var(--mantine-primary-color-filled)', type: 'line' } as const)
          : ({
              name: 'came',
              label: words.changed,
              color: 'var(--mantine-primary-color-filled)',
              type: 'bar',
            } as const),
      ]}
    />
  );
}
