/**
 * The command palette: goes to a screen by its name, or to a customer by anything typed or pasted. A combobox whose
 * list is always open, as described in the ARIA Authoring Practices Guide ("Combobox Pattern").
 */
import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { KeyResult } from '#client/features/administration/search/key-result.tsx';
import { useCustomerSearch } from '#client/features/administration/search/use-customer-search.ts';
import { useMatchWords } from '#client/features/administration/search/use-match-words.ts';
import { fold } from '#client/forms/country/find-countries.ts';
import { TextField } from '#client/forms/field.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { pages } from '#shared/pages.ts';
import classes from './command-palette.module.css';

interface PaletteScreen {
  to: string;
  name: string;
}

interface CommandPaletteProps {
  screens: readonly PaletteScreen[];
  opened: boolean;
  onClose: () => void;
}

/** Calls `open` for mod+K, also while a field has the focus. */
export const usePaletteKey = (open: () => void) => useHotkeys([['mod+K', open]], []);

export function PaletteButton({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations('palette');
  return (
    <Button
      fullWidth
      justify="space-between"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
      rightSection={<kbd className={classes.key}>{t('key')}</kbd>}
    >
      {t('open')}
    </Button>
  );
}

export function CommandPalette({ screens, opened, onClose }: CommandPaletteProps) {
  const t = useTranslations('palette');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('title')}>
      {opened && <Palette screens={screens} onClose={onClose} />}
    </Dialog>
  );
}

interface Choice {
  id: string;
  href: string;
  label: string;
  detail: string | null;
}

function Palette({ screens, onClose }: Omit<CommandPaletteProps, 'opened'>) {
  const t = useTranslations('palette');
  const navigate = useNavigate();
  const matchWords = useMatchWords();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { isAsked, result, error } = useCustomerSearch(typed);
  const isWaiting = isAsked && !result && !error;
  const customers = (result?.found ?? []).map(
    ({ customer, matched }): Choice => ({
      id: `${id}-customer-${customer.id}`,
      href: `${pages.customers}/${customer.id}`,
      label: customer.name,
      detail: [customer.email, matchWords(matched)].join(', '),
    }),
  );
  const choices: Choice[] = [
    ...screens
      .filter(({ name }) => fold(name).includes(fold(typed.trim())))
      .map(({ to, name }) => ({ id: `${id}-${to}`, href: to, label: name, detail: null })),
    ...customers,
  ];
  const active = choices[Math.min(at, choices.length - 1)];

  function go({ href }: Choice): void {
    onClose();
    void navigate({ href });
  }
  function press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((Math.min(at, choices.length - 1) + step + choices.length) % Math.max(choices.length, 1));
    }
    if (event.key === 'Enter' && active) {
      event.preventDefault();
      go(active);
    }
  }

  return (
    <div className="stack g3">
      <TextField
        label={t('field')}
        hint={t('hint')}
        name="palette"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={active?.id}
        data-autofocus
        value={typed}
        onKeyDown={press}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      {error && <ActionFailure error={error} />}
      <p className="sr" role="status">
        {isAsked && !isWaiting && t('count', { count: choices.length })}
      </p>
      {result?.key && <KeyResult searched={result.key} />}
      <div id={id} role="listbox" aria-label={t('title')} className={classes.choices}>
        {choices.map((choice) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys, as in every combobox
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={choice.id}
            id={choice.id}
            role="option"
            aria-selected={choice === active}
            onClick={() => go(choice)}
          >
            <span className="m">{choice.label}</span>
            {choice.detail && <span className="sm q">{choice.detail}</span>}
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className="q">{isWaiting ? t('searching') : t('none')}</p>}
    </div>
  );
}
