/** A dialog for changing the country, which determines prices and tax. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { CountryField } from '#client/forms/country/country-field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useForm } from '#client/forms/use-form.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { CountryChoice } from '#shared/accounts/accounts.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './country-dialog.module.css';

interface CountryDialogProps {
  product: Product;
  /** Country that the displayed prices are for. */
  country: string;
}

/** A button, styled as a link, that opens the country dialog. */
export function ChangeCountry({ product, country }: CountryDialogProps) {
  const t = useTranslations();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button type="button" className={classes.link} onClick={() => setOpened(true)}>
        {t('offers.changeCountry')}
      </button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('country.title')} product={product}>
        <CountryForm country={country} onDone={() => setOpened(false)} />
      </Dialog>
    </>
  );
}

function CountryForm({ country, onDone }: { country: string; onDone: () => void }) {
  const t = useTranslations();
  const formats = useFormats();
  const answersOf = useAnswersOf();
  const save = trpc.accounts.setCountry.useMutation({
    onSuccess: async () => {
      await answersOf('offers');
      onDone();
    },
    meta: { invalidates: ['account', 'profile', 'offers'] },
  });

  const form = useForm({
    initialValues: { country },
    schema: CountryChoice,
    sentences: { country: () => t('fields.required') },
    onSubmit: (values) => save.mutate(values),
    error: save.error,
  });
  return (
    <Form className="stack" {...form.props}>
      <p className="q">{t('country.text')}</p>
      <CountryField
        label={t('country.label')}
        {...form.input('country')}
        name="country"
        value={form.values.country}
        placeholder={t('country.choose')}
        data-autofocus
        inDialog
      />
      {form.formError && <ActionFailure error={form.formError} />}
      <DialogActions>
        <Button onClick={onDone}>{t('country.keep', { country: formats.country(country) })}</Button>
        <Button type="submit" variant="ink" loading={save.isPending}>
          {t('country.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
