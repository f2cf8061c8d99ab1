/** The form of a plan. What can't change, because somebody has bought the plan, is said instead of asked. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { TextAreaField } from '#client/forms/text-area-field.tsx';
import { useForm } from '#client/forms/use-form.ts';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { locales } from '#shared/accounts/accounts.ts';
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import { Frequency } from '#shared/catalogue/catalogue.ts';
import { maxDescriptionLength, maxNameLength } from '#shared/catalogue/plan-details.ts';
import { products } from '#shared/catalogue/products.ts';
import { languages } from '#shared/languages/languages.ts';
import { halfTranslated, PlanForm, type PlanValues, toDetails } from './plan-values.ts';
import { usePlanWords } from './use-plan-words.ts';

interface PlanFieldsProps {
  /** The plan to edit, as it is now; null for a new one. */
  base: ListedPlan | null;
  initial: PlanValues;
  /** What somebody else has changed since the form was opened. */
  meanwhile: readonly { label: string; before: string; value: string }[];
  onNext: (values: PlanValues) => void;
  onClose: () => void;
}

export function PlanFields({ base, initial, meanwhile, onNext, onClose }: PlanFieldsProps) {
  const t = useTranslations();
  const { frequencyName, changesOf } = usePlanWords();
  const name = (text: unknown) =>
    t(String(text).trim() === '' ? 'plans.nameMissing' : 'plans.nameTooLong', {
      count: String(maxNameLength),
    });
  const description = (text: unknown) =>
    t(String(text).trim() === '' ? 'plans.descriptionMissing' : 'plans.descriptionTooLong', {
      count: String(maxDescriptionLength),
    });
  const form = useForm<PlanValues, Error>({
    initialValues: initial,
    schema: PlanForm,
    sentences: {
      ...{ friendlyName: name, planName: name, description },
      ...Object.fromEntries(
        locales.flatMap((locale) => [
          [`name_${locale}`, name],
          [`description_${locale}`, description],
        ]),
      ),
      paddlePlanId: () => t('plans.paddleIdWrong'),
      price: () => t('plans.priceWrong'),
      currency: () => t('plans.currencyWrong'),
    },
    onSubmit: (values) => {
      const [half] = halfTranslated(values);
      if (half !== undefined) {
        const missing =
          values[`name_${half}`].trim() === '' ? (`name_${half}` as const) : (`description_${half}` as const);
        form.refuse(missing, t('plans.halfTranslated'));
      } else if (base && changesOf(base, toDetails(values)).length === 0) {
        form.refuse('friendlyName', t('plans.nothingChanged'));
      } else onNext(values);
    },
    error: null,
  });
  const isFixed = base?.isUsed ?? false;
  return (
    <Form className="stack" {...form.props}>
      {meanwhile.length > 0 && (
        <Alert tone="warn" role="status">
          <p className="m">{t('plans.meanwhile')}</p>
          <ul>
            {meanwhile.map(({ label, before, value }) => (
              <li key={label}>{t('plans.meanwhileOne', { label, before, after: value })}</li>
            ))}
          </ul>
        </Alert>
      )}
      {isFixed && base ? (
        <p className="q">
          {t('plans.fixed', { product: base.product, paddleId: String(base.paddlePlanId) })}
        </p>
      ) : (
        <>
          <SelectField
            {...form.input('product')}
            label={t('plans.product')}
            data={products.map((product) => ({ value: product, label: product }))}
          />
          <TextField
            {...form.input('paddlePlanId')}
            label={t('plans.paddleId')}
            hint={t('plans.paddleIdHint')}
            inputMode="numeric"
            autoComplete="off"
          />
        </>
      )}
      <TextField
        {...form.input('friendlyName')}
        label={t('plans.name')}
        hint={t('plans.nameHint')}
        autoComplete="off"
        data-autofocus
      />
      <TextAreaField
        {...form.input('description')}
        label={t('plans.description')}
        rows={2}
        autoComplete="off"
      />
      {locales.map((locale) => {
        const language = languages[locale].ownName;
        return (
          <fieldset key={locale} className="stack" lang={locale}>
            <legend className="sm m">{t('plans.textsIn', { language })}</legend>
            <TextField
              {...form.input(`name_${locale}`)}
              label={t('plans.nameIn', { language })}
              hint={t('plans.translationHint')}
              autoComplete="off"
            />
            <TextAreaField
              {...form.input(`description_${locale}`)}
              label={t('plans.descriptionIn', { language })}
              rows={2}
              autoComplete="off"
            />
          </fieldset>
        );
      })}
      <TextField
        {...form.input('planName')}
        label={t('plans.nameAtPaddle')}
        hint={t('plans.nameAtPaddleHint')}
        autoComplete="off"
      />
      <SelectField
        {...form.input('frequency')}
        label={t('plans.frequency')}
        hint={t('plans.frequencyHint')}
        data={Frequency.options.map((frequency) => ({ value: frequency, label: frequencyName(frequency) }))}
      />
      <TextField
        {...form.input('price')}
        label={t('plans.price')}
        hint={t('plans.priceHint')}
        inputMode="decimal"
        autoComplete="off"
      />
      <TextField
        {...form.input('currency')}
        label={t('plans.currency')}
        hint={t('plans.currencyHint')}
        autoComplete="off"
        maxLength={3}
      />
      <Checkbox {...form.tick('pauseAllowed')} label={t('plans.pauseLabel')} />
      <DialogActions>
        <Button onClick={onClose}>{t('act.cancel')}</Button>
        <Button type="submit" variant="ink">
          {t('plans.next')}
        </Button>
      </DialogActions>
    </Form>
  );
}
