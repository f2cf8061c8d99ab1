/** Downloads the selected customers as CSV, which is an act: it needs a reason and a proof of identity. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { acts } from '#shared/administration/acts.ts';
import { type CustomerSelection, customersFilePath } from '#shared/administration/customers.ts';
import { includesRole } from '#shared/administration/roles.ts';
import { fetchFile } from './fetch-file.ts';

export function ExportCustomers({ selection }: { selection: CustomerSelection }) {
  const t = useTranslations('customers');
  const { data: account } = trpc.accounts.me.useQuery();
  const [opened, setOpened] = useState(false);
  if (!account || !includesRole(account.administratorRole, acts['customers.export'].role)) return null;
  const chosen = Object.entries(selection).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('export')}</Button>
      <ActDialog
        opened={opened}
        title={t('exportTitle')}
        will={t(chosen.length === 0 ? 'willExportAll' : 'willExport')}
        submit={t('export')}
        send={(reason) =>
          fetchFile(customersFilePath, { ...Object.fromEntries(chosen), reason }, t('fileName'))
        }
        result={() => t('exported')}
        invalidates={[]}
        onClose={() => setOpened(false)}
      />
    </>
  );
}
