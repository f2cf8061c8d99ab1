/** A field for the last day of a licence, with buttons for the usual spans. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { TextField } from '#client/forms/field.tsx';
import { addMonths, type CalendarDate } from '#shared/dates.ts';

/** In months. */
const spans = [1, 3, 12];

interface LastDayProps {
  label: string;
  typed: string;
  onChange: (typed: string) => void;
  /** The day from which the spans count. */
  from: CalendarDate;
  /** The earliest day that makes sense. */
  min: CalendarDate;
  error: string | null;
}

export function LastDay({ label, typed, onChange, from, min, error }: LastDayProps) {
  const t = useTranslations('licenceActs');
  return (
    <div className="stack g2">
      <TextField
        label={label}
        name="until"
        type="date"
        min={min}
        value={typed}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <div className="row wrap">
        {spans.map((months) => (
          <Button key={months} onClick={() => onChange(addMonths(from, months))}>
            {t('grant.months', { months })}
          </Button>
        ))}
      </div>
    </div>
  );
}
