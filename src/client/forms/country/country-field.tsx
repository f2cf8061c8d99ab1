/**
 * A field in which a country is found by typing a part of its name: an editable combobox with a filtered list, as
 * described in the ARIA Authoring Practices Guide ("Combobox Pattern"). The focus stays in the text field, and the
 * highlighted country is its active descendant.
 */
import { Popover } from '@mantine/core';
import '@mantine/core/styles/Popover.layer.css';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type FieldProps, TextField } from '#client/forms/field.tsx';
import { makeFormats } from '#client/i18n/format.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';
import { countryCodes } from './country-codes.ts';
import classes from './country-field.module.css';
import { type Country, countryNamed, findCountries } from './find-countries.ts';

interface CountryFieldProps extends FieldProps {
  name: string;
  /** ISO 3166 code; empty if no country is chosen. */
  value: string;
  onChange: (code: string) => void;
  /** Shown while no country is chosen. */
  placeholder: string;
  /** Whether the field is in a dialog, which would cut off the list. */
  inDialog?: boolean;
  'data-autofocus'?: boolean;
}

/** Returns all countries, sorted by name according to the rules of the page's language. */
function useCountries(): Country[] {
  const { locale, formats } = useLocale();
  return useMemo(() => {
    const others = locales
      .filter((each) => each !== locale)
      .map((each) => makeFormats(languages[each]).country);
    return countryCodes
      .map((code) => ({
        code,
        name: formats.country(code),
        otherNames: others.map((nameOf) => nameOf(code)),
      }))
      .sort((a, b) => formats.compareNames(a.name, b.name));
  }, [locale, formats]);
}

export function CountryField({ value, onChange, inDialog = false, ...props }: CountryFieldProps) {
  const t = useTranslations('fields');
  const id = useId();
  const countries = useCountries();
  /** What the user has typed since the last choice; null if nothing. */
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const isFiltered = typed !== null && typed.trim() !== '';
  const found = isFiltered ? findCountries(countries, typed) : countries;
  const shown = isOpen && found.length > 0;
  const activeId = shown && active >= 0 ? `${id}-${found[active]?.code}` : undefined;

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function type(text: string): void {
    setTyped(text);
    setIsOpen(true);
    setActive(text.trim() === '' ? -1 : 0);
    // A whole name needs no choice from the list, for example when the browser fills the field in.
    if (text.trim() === '') onChange('');
    else {
      const named = countryNamed(countries, text);
      if (named) onChange(named.code);
    }
  }
  function close(): void {
    setTyped(null);
    setIsOpen(false);
  }
  function choose({ code }: Country): void {
    onChange(code);
    close();
  }
  function open(otherwise: number): void {
    const chosen = found.findIndex(({ code }) => code === value);
    setActive(chosen >= 0 ? chosen : otherwise);
    setIsOpen(true);
  }
  function pressKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const highlighted = shown ? found[active] : undefined;
    if (step !== undefined) {
      event.preventDefault();
      if (!shown) open(step > 0 ? 0 : found.length - 1);
      else if (active < 0) setActive(step > 0 ? 0 : found.length - 1);
      else setActive((active + step + found.length) % found.length);
    } else if (event.key === 'Enter' && highlighted) {
      // Otherwise the form would be submitted.
      event.preventDefault();
      choose(highlighted);
    } else if (event.key === 'Escape') close();
  }

  return (
    <div>
      <Popover
        opened={shown}
        width="target"
        position="bottom-start"
        offset={4}
        shadow="none"
        withRoles={false}
        withinPortal={inDialog}
        floatingStrategy="fixed"
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <TextField
            {...props}
            id={id}
            role="combobox"
            aria-expanded={shown}
            aria-controls={shown ? `${id}-list` : undefined}
            aria-autocomplete="list"
            aria-activedescendant={activeId}
            autoComplete="country-name"
            spellCheck={false}
            // Escape closes only the list, not the dialog that contains the field.
            data-mantine-stop-propagation={shown || undefined}
            value={typed ?? countries.find(({ code }) => code === value)?.name ?? ''}
            rightSection={<Icon name="chevronDown" size={16} />}
            rightSectionPointerEvents="none"
            onChange={(event) => type(event.currentTarget.value)}
            onFocus={(event) => event.currentTarget.select()}
            onClick={(event) => {
              if (shown) return;
              event.currentTarget.select();
              open(-1);
            }}
            onKeyDown={pressKey}
            onBlur={() => {
              const [only, ...others] = isFiltered ? found : [];
              if (only && others.length === 0) choose(only);
              else close();
            }}
          />
        </Popover.Target>
        <Popover.Dropdown className={classes.dropdown}>
          <ul
            id={`${id}-list`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of options, as in the pattern
            role="listbox"
            aria-labelledby={`${id}-label`}
            // Keeps the focus in the text field.
            onMouseDown={(event) => event.preventDefault()}
          >
            {found.map((country, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text field handles the keyboard
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
              <li
                key={country.code}
                id={`${id}-${country.code}`}
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option, as in the pattern
                role="option"
                aria-selected={country.code === value}
                data-active={index === active || undefined}
                onClick={() => choose(country)}
              >
                {country.name}
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
      <p className="sm q" role="status">
        {isOpen && found.length === 0 && t('noCountry')}
      </p>
    </div>
  );
}
