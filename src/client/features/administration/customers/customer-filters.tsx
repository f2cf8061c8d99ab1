/** The filters of the list of customers. Each choice is at once in the page's address. */
import { useTranslations } from 'use-intl';
import { countryCodes } from '#client/forms/country/country-codes.ts';
import { TextField } from '#client/forms/field.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { CustomerSelection, CustomerState } from '#shared/administration/customers.ts';
import { products } from '#shared/catalogue/products.ts';
import { CalendarDate } from '#shared/dates.ts';
import classes from './customer-filters.module.css';

interface CustomerFiltersProps {
  selection: CustomerSelection;
  onChange: (selection: CustomerSelection) => void;
}

export function CustomerFilters({ selection, onChange }: CustomerFiltersProps) {
  const t = useTranslations();
  const { country, compareNames } = useFormats();
  /** What isn't valid selects everything. */
  const select = (name: keyof CustomerSelection, value: unknown) =>
    onChange({
      ...selection,
      [name]: CustomerSelection.shape[name].safeParse(value === '' ? undefined : value).data,
    });
  const all = { value: '', label: t('table.all') };
  const countries = countryCodes
    .map((code) => ({ value: code, label: country(code) }))
    .sort((one, other) => compareNames(one.label, other.label));
  return (
    <div className={classes.filters}>
      <SelectField
        label={t('customers.product')}
        name="product"
        value={selection.product ?? ''}
        onChange={(event) => select('product', event.currentTarget.value)}
        data={[all, ...products.map((product) => ({ value: product, label: product }))]}
      />
      <SelectField
        label={t('customers.state')}
        name="state"
        value={selection.state ?? ''}
        onChange={(event) => select('state', event.currentTarget.value)}
        data={[
          all,
          ...CustomerState.options.map((state) => ({ value: state, label: t(`customers.states.${state}`) })),
        ]}
      />
      <TextField
        label={t('customers.plan')}
        name="plan"
        inputMode="numeric"
        autoComplete="off"
        value={String(selection.plan ?? '')}
        onChange={(event) => select('plan', Number(event.currentTarget.value) || '')}
      />
      <SelectField
        label={t('customers.country')}
        name="country"
        value={selection.country ?? ''}
        onChange={(event) => select('country', event.currentTarget.value)}
        data={[all, ...countries]}
      />
      <TextField
        label={t('customers.sinceFilter')}
        name="since"
        type="date"
        value={selection.since ?? ''}
        onChange={(event) => select('since', CalendarDate.safeParse(event.currentTarget.value).data ?? '')}
      />
    </div>
  );
}
