/** The dialog in which a customer decides about a change of a subscription. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeKind } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { ConfirmChange } from './confirmation/confirm-change.tsx';
import { KeepQuestion } from './keep-dialog.tsx';
import { PlanQuestion } from './plan-dialog.tsx';
import { SeatsQuestion } from './seats-dialog.tsx';

/** The changes that customers can ask for. `come_back` is `keep` after the licence has ended. */
export type Asked = ChangeKind | 'come_back';

const titles = {
  seats: 'changes.seatsTitle',
  plan: 'changes.planTitle',
  cancel: 'changes.cancelTitle',
  pause: 'changes.pauseTitle',
  resume: 'changes.resumeTitle',
  keep: 'changes.keepTitle',
  come_back: 'changes.comeBackTitle',
} as const satisfies Record<Asked, string>;

interface QuestionDialogProps {
  /** Both are null while the dialog is closed. */
  asked: Asked | null;
  licence: LicenceView | null;
  onClose: () => void;
}

export function QuestionDialog({ asked, licence, onClose }: QuestionDialogProps) {
  const t = useTranslations();
  return (
    <Dialog opened={asked !== null} onClose={onClose} title={title()} product={licence?.product}>
      {asked !== null && licence !== null && <Question asked={asked} licence={licence} onClose={onClose} />}
    </Dialog>
  );

  function title(): string {
    if (asked === null || licence === null) return '';
    const isUndone = asked === 'resume' && licence.pausesOn !== null;
    return t(isUndone ? 'changes.undoPauseTitle' : titles[asked], { product: licence.product });
  }
}

interface QuestionProps {
  asked: Asked;
  licence: LicenceView;
  onClose: () => void;
}

function Question({ asked, licence, onClose }: QuestionProps) {
  const t = useTranslations('changes');
  switch (asked) {
    case 'seats':
    case 'plan':
      return <WithOptions asked={asked} licence={licence} onClose={onClose} />;
    case 'cancel':
      return (
        <ConfirmChange
          licence={licence}
          change={{ kind: 'cancel' }}
          submit={t('cancelSubmit')}
          stay={t('cancelStay')}
          onClose={onClose}
        />
      );
    case 'keep':
    case 'come_back':
      return <KeepQuestion licenceId={licence.id} onClose={onClose} />;
    case 'pause':
      return (
        <ConfirmChange
          licence={licence}
          change={{ kind: 'pause' }}
          submit={t('pauseSubmit')}
          onClose={onClose}
        />
      );
    case 'resume':
      return <ConfirmChange licence={licence} change={{ kind: 'resume' }} onClose={onClose} />;
  }
}

/** The button that opens the dialog is shown only once the possible changes are known. */
function WithOptions({ asked, licence, onClose }: QuestionProps & { asked: 'seats' | 'plan' }) {
  const { data: options } = trpc.billing.changes.options.useQuery({ licenceId: licence.id });
  if (!options) return null;
  const QuestionOf = asked === 'seats' ? SeatsQuestion : PlanQuestion;
  return <QuestionOf licence={licence} options={options} onClose={onClose} />;
}
