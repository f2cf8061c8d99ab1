/** Downloads the selected rows of a list as CSV, which is an act: it needs a reason and, for some lists, a proof. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import type { Act } from '#shared/administration/acts.ts';
import { fetchFile } from './fetch-file.ts';

interface ExportListProps {
  act: Act;
  /** The address to which the selection is posted. */
  path: string;
  selection: Readonly<Record<string, string | number | undefined>>;
  words: { title: string; will: string; done: string; fileName: string };
}

export function ExportList({ act, path, selection, words }: ExportListProps) {
  const t = useTranslations('table');
  const may = useMay();
  const exporting = useQuestion<true>();
  if (!may(act)) return null;
  const chosen = Object.entries(selection).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return (
    <>
      <Button onClick={() => exporting.ask(true)}>{t('export')}</Button>
      {exporting.dialog((_, shown) => (
        <ActDialog
          {...shown}
          title={words.title}
          will={words.will}
          submit={t('export')}
          send={(reason) => fetchFile(path, { ...Object.fromEntries(chosen), reason }, words.fileName)}
          result={() => words.done}
          invalidates={[]}
        />
      ))}
    </>
  );
}
