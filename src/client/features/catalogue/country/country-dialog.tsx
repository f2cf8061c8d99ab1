/** Which country prices and tax follow; changed in a dialog. */
import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { CountrySelect } from '#client/forms/country-select.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './country-dialog.module.css';

interface CountryDialogProps {
  product: Product;
  /** Whose prices are shown now. */
  country: string;
}

/** The link and the dialog behind it. */
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
  const [chosen, setChosen] = useState(country);
  const field = useRef<HTMLSelectElement>(null);
  const [submitted, setWasSent] = useState(false);
  const answersOf = useAnswersOf();
  const keep = trpc.accounts.setCountry.useMutation({
    onSuccess: async () => {
      await answersOf('offers');
      onDone();
    },
    meta: { invalidates: ['account', 'profile', 'offers'] },
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setWasSent(true);
    if (chosen === '') field.current?.focus();
    else keep.mutate({ country: chosen });
  }
  return (
    <Form refused={keep.error} className="stack" onSubmit={submit}>
      <p className="q">{t('country.text')}</p>
      <CountrySelect
        label={t('country.label')}
        ref={field}
        name="country"
        emptyLabel={t('country.choose')}
        data-autofocus
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        error={submitted && chosen === '' ? t('fields.required') : null}
      />
      {keep.isError && <ActionFailure error={keep.error} />}
      <DialogActions>
        <Button onClick={onDone}>{t('country.keep', { country: formats.country(country) })}</Button>
        <Button type="submit" variant="ink" loading={keep.isPending}>
          {t('country.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
