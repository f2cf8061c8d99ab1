/** The choice of the product whose licences a client may check. */
import { useTranslations } from 'use-intl';
import { SelectField } from '#client/forms/select-field.tsx';
import { Product } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';

interface ProductChoiceProps {
  value: Product | null;
  onChange: (product: Product | null) => void;
}

export function ProductChoice({ value, onChange }: ProductChoiceProps) {
  const t = useTranslations();
  return (
    <SelectField
      label={t('clientActs.create.product')}
      name="client-product"
      value={value ?? ''}
      onChange={(event) => onChange(Product.safeParse(event.currentTarget.value).data ?? null)}
      data={[
        { value: '', label: t('instances.both') },
        ...products.map((product) => ({ value: product, label: product })),
      ]}
    />
  );
}
