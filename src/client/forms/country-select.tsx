/** A list of all countries, sorted by name according to the rules of the page's language. */
import { type ComponentPropsWithRef, useMemo } from 'react';
import { useFormats } from '#client/i18n/locale.tsx';
import { countryCodes } from './countries.ts';
import { SelectField } from './select-field.tsx';

type CountrySelectProps = Omit<ComponentPropsWithRef<typeof SelectField>, 'data' | 'children'> & {
  /** Label of the empty option, selected while no country is chosen. */
  emptyLabel: string;
};

export function CountrySelect({ emptyLabel, ...props }: CountrySelectProps) {
  const formats = useFormats();
  const countries = useMemo(
    () =>
      countryCodes
        .map((code) => ({ value: code, label: formats.country(code) }))
        .sort((a, b) => formats.compareNames(a.label, b.label)),
    [formats],
  );
  return (
    <SelectField {...props} data={[{ value: '', label: emptyLabel }, ...countries]} autoComplete="country" />
  );
}
