/**
 * An input for the number of seats, with buttons and arrow keys for stepping. Mantine's NumberInput removes invalid
 * input as it is typed instead of reporting the error, and hides its buttons from screen readers.
 */
import { type KeyboardEvent, useId } from 'react';
import { useTranslations } from 'use-intl';
import { parseSeats } from '#client/forms/parse-seats.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { maxSeats } from '#shared/catalogue/catalogue.ts';
import classes from './seats-stepper.module.css';

interface SeatsStepperProps {
  /** The text as typed, so that invalid input stays visible for correction. */
  typed: string;
  onChange: (typed: string) => void;
}

export function SeatsStepper({ typed, onChange }: SeatsStepperProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const errorId = useId();
  const seats = parseSeats(typed);

  function step(by: number): void {
    const next = (seats ?? 0) + by;
    onChange(String(Math.min(maxSeats, Math.max(1, next))));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    step(event.key === 'ArrowUp' ? 1 : -1);
  }

  return (
    <div className={classes.seats}>
      <div>
        <h2>{t('offers.seats')}</h2>
        <p className="sm q">{t('offers.seatsHint')}</p>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one control */}
      <div
        className={classes.stepper}
        role="group"
        aria-label={t('offers.seatsGroup')}
        data-wrong={seats === null || undefined}
      >
        {/*
         * At the end of the range the button isn't `disabled`, because that would take the focus away from a user who has just
         * stepped there.
         */}
        <button
          type="button"
          aria-label={t('offers.fewer')}
          onClick={() => step(-1)}
          aria-disabled={seats === 1}
        >
          <Icon name="minus" />
        </button>
        <input
          name="seats"
          aria-label={t('offers.seats')}
          // Not `type="number"`: the value of such an input is empty while its content is invalid.
          role="spinbutton"
          aria-valuemin={1}
          aria-valuemax={maxSeats}
          aria-valuenow={seats ?? undefined}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          aria-invalid={seats === null}
          aria-describedby={seats === null ? errorId : undefined}
        />
        <button
          type="button"
          aria-label={t('offers.more')}
          onClick={() => step(1)}
          aria-disabled={seats === maxSeats}
        >
          <Icon name="plus" />
        </button>
      </div>
      {seats === null && (
        <p className={classes.error} id={errorId}>
          <Icon name="alert" size={16} />
          {t('fields.seats', { max: number(maxSeats) })}
        </p>
      )}
    </div>
  );
}
