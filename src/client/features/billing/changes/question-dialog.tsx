/** The dialog in which a customer decides about a change of a subscription. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeKind, ChangeOptions } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { ConfirmChange } from './confirmation/confirm-change.tsx';
import { KeepQuestion } from './keep-dialog.tsx';
import { PlanQuestion } from './plan-dialog.tsx';
import { SeatsQuestion } from './seats-dialog.tsx';

const titles = {
  seats: 'changes.seatsTitle',
  plan: 'changes.planTitle',
  cancel: 'changes.cancelTitle',
  pause: 'changes.pauseTitle',
  resume: 'changes.resumeTitle',
  keep: 'changes.keepTitle',
} as const satisfies Record<ChangeKind, string>;

interface QuestionDialogProps {
  /** Null while the dialog is closed. */
  question: ChangeKind | null;
  licence: Pick<LicenceView, 'id' | 'product' | 'pausesOn'>;
  /** Needed for seats and plan only. */
  options?: ChangeOptions | undefined;
  onClose: () => void;
}

export function QuestionDialog({ question, licence, options, onClose }: QuestionDialogProps) {
  const t = useTranslations();
  return (
    <Dialog
      opened={question !== null}
      onClose={onClose}
      title={question === null ? '' : titleOf(question)}
      product={licence.product}
    >
      {question !== null && (
        <Asked question={question} licence={licence} options={options} onClose={onClose} />
      )}
    </Dialog>
  );

  function titleOf(asked: ChangeKind): string {
    const isUndone = asked === 'resume' && licence.pausesOn !== null;
    return t(isUndone ? 'changes.undoPauseTitle' : titles[asked], { product: licence.product });
  }
}

interface AskedProps {
  question: ChangeKind;
  licence: QuestionDialogProps['licence'];
  options: ChangeOptions | undefined;
  onClose: () => void;
}

function Asked({ question, licence: { id: licenceId, pausesOn }, options, onClose }: AskedProps) {
  const t = useTranslations('changes');
  // As it was when the dialog was opened: afterwards, no pause is planned.
  const [isUndone] = useState(pausesOn !== null);
  switch (question) {
    case 'seats':
      return options && <SeatsQuestion options={options} onClose={onClose} />;
    case 'plan':
      return options && <PlanQuestion options={options} onClose={onClose} />;
    case 'cancel':
      return (
        <ConfirmChange
          licenceId={licenceId}
          change={{ kind: 'cancel' }}
          submit={t('cancelSubmit')}
          stay={t('cancelStay')}
          onClose={onClose}
        />
      );
    case 'keep':
      return <KeepQuestion licenceId={licenceId} onClose={onClose} />;
    case 'pause':
      return (
        <ConfirmChange
          licenceId={licenceId}
          change={{ kind: 'pause' }}
          submit={t('pauseSubmit')}
          onClose={onClose}
        />
      );
    case 'resume':
      return (
        <ConfirmChange
          licenceId={licenceId}
          change={{ kind: 'resume' }}
          isUndone={isUndone}
          onClose={onClose}
        />
      );
  }
}
