/**
 * Changes a customer's subscription: the seats, the plan, or its end. The steps and words are those of the customer's
 * own dialogs.
 */
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActRefused } from '#client/features/administration/acts/act-refused.tsx';
import {
  type LicenceQuestionProps,
  wordsOf,
} from '#client/features/administration/licences/licence-in-question.ts';
import { PlanForm } from '#client/features/billing/changes/plan-dialog.tsx';
import { canAvoid, SeatsForm } from '#client/features/billing/changes/seats-dialog.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeOptions } from '#shared/billing/changes.ts';
import { ConfirmForCustomer } from './confirm-for-customer.tsx';

type QuestionProps = Omit<LicenceQuestionProps, 'opened'>;

export function ChangeSeats({ opened, ...question }: LicenceQuestionProps) {
  const t = useTranslations('subscriptionActs');
  return (
    <Dialog
      opened={opened}
      onClose={question.onClose}
      title={t('seatsTitle', wordsOf(question.licence))}
      product={question.licence.product}
    >
      {opened && (
        <WithOptions {...question} change="seats">
          {(options) => <Seats {...question} present={options.quantity} />}
        </WithOptions>
      )}
    </Dialog>
  );
}

export function ChangePlan({ opened, ...question }: LicenceQuestionProps) {
  const t = useTranslations('subscriptionActs');
  return (
    <Dialog
      opened={opened}
      onClose={question.onClose}
      title={t('planTitle', wordsOf(question.licence))}
      product={question.licence.product}
    >
      {opened && (
        <WithOptions {...question} change="plan">
          {(options) => <Plan {...question} options={options} />}
        </WithOptions>
      )}
    </Dialog>
  );
}

export function CancelSubscription({ opened, ...question }: LicenceQuestionProps) {
  const t = useTranslations('subscriptionActs');
  return (
    <Dialog
      opened={opened}
      onClose={question.onClose}
      title={t('cancelTitle', wordsOf(question.licence))}
      product={question.licence.product}
    >
      {opened && <ConfirmForCustomer {...question} change={{ kind: 'cancel' }} />}
    </Dialog>
  );
}

interface WithOptionsProps extends QuestionProps {
  change: 'seats' | 'plan';
  children: (options: ChangeOptions) => ReactNode;
}

/** Shows why the change is forbidden at the moment, or else its choices. */
function WithOptions({ customerId, licence, change, onClose, children }: WithOptionsProps) {
  const options = trpc.administration.subscriptions.options.useQuery(
    { customerId, licenceId: licence.id },
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  return (
    <DialogBoundary query={options} height="12rem" onClose={onClose}>
      {(known) => {
        const forbids = known.forbids[change];
        return forbids === null ? children(known) : <ActRefused code={forbids} onClose={onClose} />;
      }}
    </DialogBoundary>
  );
}

function Seats({ present, ...question }: QuestionProps & { present: number }) {
  const [quantity, setQuantity] = useState<number | null>(null);
  /** The last number, and why the preview for it was refused. */
  const [last, setLast] = useState<{ quantity: number; refused: unknown } | null>(null);
  if (quantity === null)
    return (
      <SeatsForm
        present={present}
        first={last?.quantity}
        refused={last?.refused ?? null}
        onChosen={setQuantity}
        onClose={question.onClose}
      />
    );
  const back = (refused: unknown) => {
    setLast({ quantity, refused });
    setQuantity(null);
  };
  return (
    <ConfirmForCustomer
      {...question}
      change={{ kind: 'seats', quantity }}
      onBack={() => back(null)}
      onRefused={(refused) => {
        if (canAvoid(refused)) back(refused);
      }}
    />
  );
}

function Plan({ options, ...question }: QuestionProps & { options: ChangeOptions }) {
  const t = useTranslations('subscriptionActs');
  const [planId, setPlanId] = useState<number | null>(null);
  const plans = options.plans.filter(({ forbids }) => forbids === null);
  if (planId !== null)
    return (
      <ConfirmForCustomer {...question} change={{ kind: 'plan', planId }} onBack={() => setPlanId(null)} />
    );
  if (plans.length === 0) return <p>{t('noPlans')}</p>;
  return <PlanForm plans={plans} first={plans[0]?.planId} onChosen={setPlanId} onClose={question.onClose} />;
}
