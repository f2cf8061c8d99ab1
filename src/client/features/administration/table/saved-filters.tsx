/** Filters of a list that an administrator has given a name. They are kept in the browser and hold no personal data. */
import { Button, Menu } from '@mantine/core';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { readStored, writeStored } from '#client/stored.ts';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Icon } from '#client/ui/icon.tsx';

/** More would be hard to tell apart. */
const maxSaved = 30;
const Saved = z
  .array(z.object({ name: z.string().max(60), filter: z.record(z.string(), z.unknown()) }))
  .default([])
  .catch([]);

interface SavedFiltersProps {
  /** Tells the lists of the portal apart. */
  list: string;
  /** The filter of the page's address. */
  current: Readonly<Record<string, unknown>>;
  /** Called with a saved filter, which another release may have stored. */
  onChoose: (filter: Record<string, unknown>) => void;
}

/** The parts of a filter that select something, in a fixed order. */
const keyOf = (filter: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .sort(),
  );

export function SavedFilters({ list, current, onChoose }: SavedFiltersProps) {
  const t = useTranslations('table');
  const key = `filters:${list}`;
  const [saved, setSaved] = useState(() => readStored(key, Saved));
  const [isNaming, setNaming] = useState(false);
  const isEmpty = keyOf(current) === '[]';
  const known = saved.find(({ filter }) => keyOf(filter) === keyOf(current));
  const store = (next: typeof saved) => {
    setSaved(next);
    writeStored(key, next);
  };
  return (
    <>
      <Menu position="bottom-end" shadow="none" withinPortal={false}>
        <Menu.Target>
          <Button rightSection={<Icon name="chevronDown" size={16} />}>{t('saved')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.map(({ name, filter }) => (
            <Menu.Item
              key={name}
              aria-current={name === known?.name || undefined}
              onClick={() => onChoose(filter)}
            >
              {name}
            </Menu.Item>
          ))}
          {saved.length === 0 && <Menu.Label>{t('noneSaved')}</Menu.Label>}
          <Menu.Divider />
          {known ? (
            <Menu.Item onClick={() => store(saved.filter((each) => each !== known))}>
              {t('forget', { name: known.name })}
            </Menu.Item>
          ) : (
            <Menu.Item disabled={isEmpty || saved.length >= maxSaved} onClick={() => setNaming(true)}>
              {t('save')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Dialog opened={isNaming} onClose={() => setNaming(false)} title={t('save')}>
        {isNaming && (
          <NameFilter
            onClose={() => setNaming(false)}
            onName={(name) => {
              store([...saved.filter((each) => each.name !== name), { name, filter: { ...current } }]);
              setNaming(false);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function NameFilter({ onName, onClose }: { onName: (name: string) => void; onClose: () => void }) {
  const t = useTranslations();
  const [name, setName] = useState('');
  const [isMissing, setMissing] = useState(false);
  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() !== '') onName(name.trim());
  }
  return (
    <Form className="stack" onSubmit={submit}>
      <TextField
        label={t('table.filterName')}
        hint={t('table.filterHint')}
        name="filter-name"
        maxLength={60}
        autoComplete="off"
        data-autofocus
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setMissing(false);
        }}
        error={isMissing ? t('table.filterNameMissing') : null}
      />
      <DialogActions>
        <Button onClick={onClose}>{t('act.cancel')}</Button>
        <Button type="submit" variant="ink">
          {t('table.saveIt')}
        </Button>
      </DialogActions>
    </Form>
  );
}
