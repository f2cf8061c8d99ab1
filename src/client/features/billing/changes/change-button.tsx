/** A button that asks whether to keep a licence or to resume its subscription. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { LicenceView } from '#shared/licences/licences.ts';
import { useChangeDialogs } from './change-dialogs.tsx';

interface ChangeButtonProps {
  change: 'keep' | 'resume';
  licence: LicenceView;
}

export function ChangeButton({ change, licence }: ChangeButtonProps) {
  const t = useTranslations('changes');
  const { ask } = useChangeDialogs();
  const resume = licence.pausesOn === null ? 'resume' : 'undoPause';
  return (
    <Button variant="default" onClick={() => ask(change, licence)}>
      {t(change === 'keep' ? 'keep' : resume)}
    </Button>
  );
}
