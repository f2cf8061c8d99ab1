/** Changes the number of seats: first the number, then what it costs. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { Form } from '#client/forms/form.tsx';
import { parseSeats } from '#client/forms/seats/parse-seats.ts';
import { SeatsStepper } from '#client/forms/seats/seats-stepper.tsx';
import { useForm } from '#client/forms/use-form.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeOptions } from '#shared/billing/changes.ts';
import { maxSeats, Seats } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { ConfirmChange } from './confirmation/confirm-change.tsx';

/** Error codes that another number of seats can avoid. */
const fieldOfCode = { same_seats: 'seats', amount_too_low: 'seats', invalid_input: 'seats' } as const;

const typedSeats = (present: number) =>
  z.object({
    seats: z
      .string()
      .transform(parseSeats)
      .pipe(Seats.refine((seats) => seats !== present)),
  });

interface SeatsQuestionProps {
  licence: LicenceView;
  options: ChangeOptions;
  onClose: () => void;
}

export function SeatsQuestion({ licence, options, onClose }: SeatsQuestionProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const [quantity, setQuantity] = useState<number | null>(null);
  /** Why the preview for the last number was refused. */
  const [refused, setRefused] = useState<unknown>(null);
  const utils = trpc.useUtils();
  const schema = typedSeats(options.quantity);
  const form = useForm({
    initialValues: { seats: String(options.quantity) },
    schema,
    sentences: {
      seats: (typed) =>
        parseSeats(typed) === options.quantity
          ? t('changeErrors.same_seats')
          : t('fields.seats', { max: number(maxSeats) }),
    },
    onSubmit: (values) => setQuantity(schema.parse(values).seats),
    error: refused,
    fieldOfCode,
  });
  function refuse(error: unknown): void {
    if (!Object.hasOwn(fieldOfCode, failureOf(error).code)) return;
    setRefused(error);
    setQuantity(null);
    // The number of seats may have changed in another tab.
    void utils.billing.changes.options.invalidate({ licenceId: options.licenceId });
  }
  if (quantity !== null) {
    return (
      <ConfirmChange
        licence={licence}
        change={{ kind: 'seats', quantity }}
        onClose={onClose}
        onBack={() => setQuantity(null)}
        onRefused={refuse}
      />
    );
  }
  const { seats: error } = form.errors;
  return (
    <Form className="stack" {...form.props}>
      <SeatsStepper
        heading={
          <>
            <p className="m">{t('changes.seatsLabel')}</p>
            <p className="sm q">{t('changes.seatsNote', { count: options.quantity })}</p>
          </>
        }
        typed={form.values.seats}
        error={typeof error === 'string' ? error : null}
        onChange={(typed) => form.setValue('seats', typed)}
        isFirst
      />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('changes.stay')}
        </Button>
        <Button type="submit" variant="ink">
          {t('changes.show')}
        </Button>
      </DialogActions>
    </Form>
  );
}
