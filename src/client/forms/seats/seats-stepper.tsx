/**
 * An input for the number of seats, with buttons and arrow keys for stepping. Mantine's NumberInput removes invalid
 * input as it is typed instead of reporting the error, and hides its buttons from screen readers.
 */
import { type FocusEvent, type KeyboardEvent, type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';
import { maxSeats } from '#shared/catalogue/catalogue.ts';
import { parseSeats } from './parse-seats.ts';
import classes from './seats-stepper.module.css';

interface SeatsStepperProps {
  /** Beside the stepper, on its left: what the number means. */
  heading: ReactNode;
  /** The text as typed, so that invalid input stays visible for correction. */
  typed: string;
  /** Why the number can't be used; null if it can. */
  error: string | null;
  onChange: (typed: string) => void;
  /** Whether the input gets the focus when a dialog opens. Its number is then selected, so that typing replaces it. */
  isFirst?: boolean;
}

export function SeatsStepper({ heading, typed, error, onChange, isFirst = false }: SeatsStepperProps) {
  const t = useTranslations('offers');
  const errorId = useId();
  const seats = parseSeats(typed);

  function step(by: number): void {
    const next = (seats ?? (Number.parseInt(typed, 10) || 0)) + by;
    onChange(String(Math.min(maxSeats, Math.max(1, next))));
  }
  /** Without this, 5 typed after 3 would become 35. */
  function selectAll(event: FocusEvent<HTMLInputElement>): void {
    if (isFirst) event.currentTarget.select();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    step(event.key === 'ArrowUp' ? 1 : -1);
  }

  return (
    <div className={classes.seats}>
      <div>{heading}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one control */}
      <div
        className={classes.stepper}
        role="group"
        aria-label={t('seatsGroup')}
        data-wrong={error !== null || undefined}
      >
        {/*
         * At the end of the range the button isn't `disabled`, because that would take the focus away from a user who
         * has just stepped there.
         */}
        <button type="button" aria-label={t('fewer')} onClick={() => step(-1)} aria-disabled={seats === 1}>
          <Icon name="minus" />
        </button>
        <input
          name="seats"
          aria-label={t('seats')}
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
          onFocus={selectAll}
          data-autofocus={isFirst || undefined}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : errorId}
        />
        <button
          type="button"
          aria-label={t('more')}
          onClick={() => step(1)}
          aria-disabled={seats === maxSeats}
        >
          <Icon name="plus" />
        </button>
      </div>
      {error !== null && (
        <p className={classes.error} id={errorId}>
          <Icon name="alert" size={16} />
          {error}
        </p>
      )}
    </div>
  );
}
