/**
 * The table of every list of administration: its head stays visible, its columns can be chosen, the keyboard moves
 * through its rows, and on narrow screens its rows become cards. It is an ordinary table, because its pages are sorted
 * and filtered by the server, and a library for tables would have nothing to do.
 */
import { Button, Menu } from '@mantine/core';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';
import { type Column, PlainTable } from './plain-table.tsx';
import { useShownColumns } from './use-shown-columns.ts';

interface DataTableProps<Row> {
  /** Tells the tables of the portal apart, for the stored choice of columns. */
  name: string;
  /** Accessible name of the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string | number;
  /** What stands above the table, beside the choice of columns: how many rows there are. */
  children?: ReactNode;
}

export function DataTable<Row>({ name, label, columns, rows, rowId, children }: DataTableProps<Row>) {
  const t = useTranslations('table');
  const { shown, choose } = useShownColumns(name, columns);
  const keysId = useId();
  const visible = columns.filter(({ id }) => shown.has(id));
  return (
    <div className="stack g3">
      <div className="row between wrap">
        <div className="sm q">{children}</div>
        <Menu position="bottom-end" shadow="none" closeOnItemClick={false} withinPortal={false}>
          <Menu.Target>
            <Button rightSection={<Icon name="chevronDown" size={16} />}>{t('columns')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {columns
              .filter(({ isFixed }) => !isFixed)
              .map(({ id, label: word }) => (
                <Menu.CheckboxItem
                  key={id}
                  checked={shown.has(id)}
                  onChange={(isChosen) => choose(id, isChosen)}
                >
                  {word}
                </Menu.CheckboxItem>
              ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className="sr" id={keysId}>
        {t('keys')}
      </p>
      <PlainTable {...{ label, rows, rowId, keysId }} columns={visible} />
    </div>
  );
}
