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
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
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
  const [quantity, setQuantity] = useState<number | null>(null);
  /** The last number, and why the preview for it was refused. */
  const [last, setLast] = useState<{ quantity: number; refused: unknown } | null>(null);
  const utils = trpc.useUtils();
  if (quantity === null)
    return (
      <SeatsForm
        present={options.quantity}
        first={last?.quantity}
        refused={last?.refused ?? null}
        onChosen={setQuantity}
        onClose={onClose}
      />
    );
  return (
    <ConfirmChange
      licence={licence}
      change={{ kind: 'seats', quantity }}
      onClose={onClose}
      onBack={() => {
        setLast({ quantity, refused: null });
        setQuantity(null);
      }}
      onRefused={(refused) => {
        if (!canAvoid(refused)) return;
        setLast({ quantity, refused });
        setQuantity(null);
        // The number of seats may have changed in another tab.
        void utils.billing.changes.options.invalidate({ licenceId: options.licenceId });
      }}
    />
  );
}

/** Returns whether another number of seats can avoid the error. */
export const canAvoid = (refused: unknown): boolean => Object.hasOwn(fieldOfCode, failureOf(refused).code);

interface SeatsFormProps {
  /** The present number of seats. */
  present: number;
  /** The number that is shown at first; the present one if absent. */
  first?: number | undefined;
  /** Why the number that is shown at first was refused; null if it wasn't. */
  refused: unknown;
  onChosen: (quantity: number) => void;
  onClose: () => void;
}

/** The choice of a number of seats, before what it costs is shown. */
export function SeatsForm({ present, first = present, refused, onChosen, onClose }: SeatsFormProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const sentenceOf = useFailureSentence();
  const schema = typedSeats(present);
  const form = useForm({
    initialValues: { seats: String(first) },
    schema,
    sentences: {
      seats: (typed) =>
        parseSeats(typed) === present
          ? sentenceOf({ code: 'same_seats', retryAfterSeconds: null })
          : t('fields.seats', { max: number(maxSeats) }),
    },
    onSubmit: (values) => onChosen(schema.parse(values).seats),
    error: refused,
    fieldOfCode,
  });
  const { seats: error } = form.errors;
  return (
    <Form className="stack" {...form.props}>
      <SeatsStepper
        heading={
          <>
            <p className="m">{t('changes.seatsLabel')}</p>
            <p className="sm q">{t('changes.seatsNote', { count: present })}</p>
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
