/** A button that asks whether to keep a licence or to resume its subscription. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { LicenceView } from '#shared/licences/licences.ts';
import { QuestionDialog } from './question-dialog.tsx';

interface ChangeButtonProps {
  change: 'keep' | 'resume';
  licence: Pick<LicenceView, 'id' | 'product' | 'pausesOn'>;
}

export function ChangeButton({ change, licence }: ChangeButtonProps) {
  const t = useTranslations('changes');
  const [isAsked, setIsAsked] = useState(false);
  const resume = licence.pausesOn === null ? 'resume' : 'undoPause';
  return (
    <>
      <Button variant="default" onClick={() => setIsAsked(true)}>
        {t(change === 'keep' ? 'keep' : resume)}
      </Button>
      <QuestionDialog
        question={isAsked ? change : null}
        licence={licence}
        onClose={() => setIsAsked(false)}
      />
    </>
  );
}
