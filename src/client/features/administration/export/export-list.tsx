/** Downloads the selected rows of a list as CSV, which is an act: it needs a reason and, for some lists, a proof. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { type Act, ruleOf } from '#shared/administration/acts.ts';
import { includesRole } from '#shared/administration/roles.ts';
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
  const { data: account } = trpc.accounts.me.useQuery();
  const [opened, setOpened] = useState(false);
  if (!account || !includesRole(account.administratorRole, ruleOf(act).role)) return null;
  const chosen = Object.entries(selection).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('export')}</Button>
      <ActDialog
        opened={opened}
        title={words.title}
        will={words.will}
        submit={t('export')}
        send={(reason) => fetchFile(path, { ...Object.fromEntries(chosen), reason }, words.fileName)}
        result={() => words.done}
        invalidates={[]}
        onClose={() => setOpened(false)}
      />
    </>
  );
}
