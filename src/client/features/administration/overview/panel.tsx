/** A panel of the overview: a figure over time, as a chart or as a table, with its definition and its file. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import type { OverviewFile } from '#shared/administration/overview.ts';
import { Definition } from './definition.tsx';
import classes from './overview.module.css';

interface PanelProps {
  name: string;
  meaning: readonly string[];
  file: OverviewFile;
  /** The latest value, or another sentence above the chart. */
  lead?: ReactNode;
  /** Whether there is nothing to show. */
  isEmpty: boolean;
  /** Left out if the table is all there is. */
  chart?: ReactNode;
  table: ReactNode;
}

export function Panel({ name, meaning, file, lead, isEmpty, chart, table }: PanelProps) {
  const t = useTranslations('overview');
  const [isTable, setTable] = useState(false);
  const save = useSaveFile(file);
  return (
    <section className={`card ${classes.panel}`} aria-label={name}>
      <header className={classes.head}>
        <div className={classes.name}>
          <h2>{name}</h2>
          <Definition name={name} meaning={meaning} />
        </div>
        {!isEmpty && (
          <div className={classes.forms}>
            {chart && (
              <Button
                variant="plain"
                aria-label={t(isTable ? 'chartOf' : 'tableOf', { name })}
                onClick={() => setTable(!isTable)}
              >
                {t(isTable ? 'asChart' : 'asTable')}
              </Button>
            )}
            <Button
              variant="plain"
              aria-label={t('csvOf', { name })}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              {t('csv')}
            </Button>
          </div>
        )}
      </header>
      {save.error && <ActionFailure error={save.error} />}
      {lead && <div className="sm q">{lead}</div>}
      {isEmpty && <p className="q">{t('nothing')}</p>}
      {!isEmpty && (isTable || !chart ? table : chart)}
    </section>
  );
}

/** Fetches the figure as CSV and saves it. */
function useSaveFile(file: OverviewFile) {
  const { client } = trpc.useUtils();
  return useMutation({
    mutationFn: () => client.administration.overview.file.query({ file }),
    onSuccess: ({ name, csv }) => saveFile(name, csv, 'text/csv'),
    meta: { invalidates: [] },
  });
}
