/** Coupon and VAT number, collapsed because few customers have either. */
import { useTranslations } from 'use-intl';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { CountryField } from '#client/forms/country/country-field.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { invalidOrderOptions, type OrderOptions, type Refusal } from './order-options.ts';
import classes from './order-options-form.module.css';
import { vatNumberExample } from './vat-number-examples.ts';

interface OrderExtrasProps {
  extras: OrderOptions;
  onChange: (extras: OrderOptions) => void;
  /** Whether the customer has submitted the order. Errors are shown only from then on. */
  submitted: boolean;
  /** The value that Paddle rejected; null if it rejected none. */
  refusal: Refusal | null;
  /** The country preselected for the company. */
  country: string;
}

export function OrderOptionsForm({ extras, onChange, submitted, refusal, country }: OrderExtrasProps) {
  const t = useTranslations('offers');
  const tErrors = useTranslations('errors');
  return (
    <details className={classes.extras}>
      <summary>
        <Icon name="chevronRight" size={16} />
        {t('extras')}
      </summary>
      <div className="stack">
        <TextField
          label={t('coupon')}
          name="coupon"
          hint={t('couponHint')}
          autoComplete="off"
          maxLength={60}
          value={extras.coupon}
          onChange={(event) => onChange({ ...extras, coupon: event.currentTarget.value })}
          error={refusal?.field === 'coupon' ? tErrors(refusal.code) : null}
        />
        <Checkbox
          label={t('withVat')}
          checked={extras.withVat}
          onChange={(event) =>
            onChange({
              ...extras,
              withVat: event.currentTarget.checked,
              vat: { ...extras.vat, country: extras.vat.country || country },
            })
          }
        />
        {extras.withVat && (
          <VatFields extras={extras} onChange={onChange} submitted={submitted} refusal={refusal} />
        )}
      </div>
    </details>
  );
}

const vatInputs = [
  { name: 'number', label: 'vatNumber', autoComplete: 'off' },
  { name: 'companyName', label: 'companyName', autoComplete: 'organization' },
  { name: 'street', label: 'street', autoComplete: 'address-line1' },
  { name: 'city', label: 'city', autoComplete: 'address-level2' },
  { name: 'postcode', label: 'postcode', autoComplete: 'postal-code' },
] as const;

function VatFields({ extras, onChange, submitted, refusal }: Omit<OrderExtrasProps, 'country'>) {
  const t = useTranslations();
  const wrong = submitted ? invalidOrderOptions(extras) : [];
  const set = (name: keyof OrderOptions['vat'], value: string) =>
    onChange({ ...extras, vat: { ...extras.vat, [name]: value } });
  const errorOf = (name: keyof OrderOptions['vat']) => {
    if (refusal?.field === name) return t(`errors.${refusal.code}`);
    if (!wrong.includes(name)) return null;
    if (name !== 'number') return t('fields.required');
    const example = vatNumberExample(extras.vat.country);
    return example === null ? t('fields.vatNumber') : t('fields.vatNumberLike', { example });
  };
  return (
    <div className={classes.vat}>
      {vatInputs.map(({ name, label, autoComplete }) => (
        <TextField
          key={name}
          label={t(`offers.${label}`)}
          name={name}
          autoComplete={autoComplete}
          maxLength={200}
          value={extras.vat[name]}
          onChange={(event) => set(name, event.currentTarget.value)}
          error={errorOf(name)}
          hint={name === 'postcode' ? t('offers.postcodeHint') : undefined}
        />
      ))}
      <CountryField
        label={t('offers.country')}
        name="country"
        placeholder={t('country.choose')}
        value={extras.vat.country}
        onChange={(code) => set('country', code)}
        error={errorOf('country')}
      />
    </div>
  );
}
