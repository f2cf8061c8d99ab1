/** The filters of the list of customers. What is chosen stands in the page's address. */
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import classes from '#client/features/administration/table/filters.module.css';
import { countryCodes } from '#client/forms/country/country-codes.ts';
import { TextField } from '#client/forms/field.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { CustomerSelection, CustomerState } from '#shared/administration/customers.ts';
import { products } from '#shared/catalogue/products.ts';

interface CustomerFiltersProps {
  selection: CustomerSelection;
  onChange: (selection: CustomerSelection) => void;
  /** What stands beside the filters. */
  children: ReactNode;
}

export function CustomerFilters({ selection, onChange, children }: CustomerFiltersProps) {
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
        data={[all, ...CustomerState.options.map((state) => ({ value: state, label: t(`status.${state}`) }))]}
      />
      <TypedFilter
        label={t('customers.plan')}
        name="plan"
        inputMode="numeric"
        value={String(selection.plan ?? '')}
        onChoose={(typed) => select('plan', Number(typed) || '')}
      />
      <SelectField
        label={t('customers.country')}
        name="country"
        value={selection.country ?? ''}
        onChange={(event) => select('country', event.currentTarget.value)}
        data={[all, ...countries]}
      />
      <TypedFilter
        label={t('customers.sinceFilter')}
        name="since"
        type="date"
        value={selection.since ?? ''}
        onChoose={(typed) => select('since', typed)}
      />
      <div>{children}</div>
    </div>
  );
}

interface TypedFilterProps {
  label: string;
  name: string;
  type?: 'date';
  inputMode?: 'numeric';
  value: string;
  onChoose: (typed: string) => void;
}

/** A filter that is typed. It is chosen on leaving the field or with Enter, so that no half a number is asked for. */
function TypedFilter({ value, onChoose, ...field }: TypedFilterProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // The address can change without this field, for instance with the Back button.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  const choose = () => {
    if (typed !== value) onChoose(typed);
  };
  return (
    <TextField
      {...field}
      autoComplete="off"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={choose}
      onKeyDown={(event) => event.key === 'Enter' && choose()}
    />
  );
}
