/** Changes the number of seats: first the number, then what it costs. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { parseSeats } from '#client/forms/parse-seats.ts';
import { useForm } from '#client/forms/use-form.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeOptions } from '#shared/billing/changes.ts';
import { maxSeats, Seats } from '#shared/catalogue/catalogue.ts';
import { ConfirmChange } from './confirmation/confirm-change.tsx';

const TypedSeats = z.object({ seats: z.string().transform(parseSeats).pipe(Seats) });

interface SeatsQuestionProps {
  options: ChangeOptions;
  onClose: () => void;
}

export function SeatsQuestion({ options, onClose }: SeatsQuestionProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const [quantity, setQuantity] = useState<number | null>(null);
  const form = useForm({
    initialValues: { seats: String(options.quantity) },
    schema: TypedSeats,
    sentences: { seats: () => t('fields.seats', { max: number(maxSeats) }) },
    onSubmit: (values) => setQuantity(TypedSeats.parse(values).seats),
    error: null,
  });
  if (quantity !== null) {
    return (
      <ConfirmChange
        licenceId={options.licenceId}
        change={{ kind: 'seats', quantity }}
        onClose={onClose}
        onBack={() => setQuantity(null)}
      />
    );
  }
  const field = form.input('seats');
  return (
    <Form className="stack" {...form.props}>
      <TextField
        label={t('changes.seatsLabel')}
        hint={t('changes.seatsNote', { count: options.quantity })}
        {...field}
        // Selects the number, so that typing replaces it. Otherwise 5 after 3 would become 35.
        onFocus={(event) => {
          field.onFocus?.(event);
          event.currentTarget.select();
        }}
        data-autofocus
        inputMode="numeric"
        autoComplete="off"
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
