/** Adds a plan or edits one: a form first, then what will change, with the reason. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActForm } from '#client/features/administration/acts/act-dialog.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import type { PaddlePlan } from '#shared/catalogue/plan-check.ts';
import { PlanFields } from './plan-fields.tsx';
import { mergeValues, newValues, type PlanValues, toDetails, toValues } from './plan-values.ts';
import { type PlanDetail, usePlanWords } from './use-plan-words.ts';

interface PlanEditorProps {
  opened: boolean;
  /** The plan to edit; null to add one. */
  plan: ListedPlan | null;
  /** The plan at Paddle to begin with; null for an empty form. */
  found: PaddlePlan | null;
  /** All plans as they are now. */
  plans: readonly ListedPlan[];
  onClose: () => void;
}

export function PlanEditor({ opened, plan, found, plans, onClose }: PlanEditorProps) {
  const t = useTranslations('plans');
  const { changesOf } = usePlanWords();
  const [base, setBase] = useState(plan);
  const [values, setValues] = useState(() => (plan ? toValues(plan) : newValues(found)));
  const [step, setStep] = useState<'form' | 'confirmation' | 'saved'>('form');
  /** What somebody else has changed since the form was opened. */
  const [meanwhile, setMeanwhile] = useState<ReturnType<typeof changesOf>>([]);

  function goBack(): void {
    const now = base && plans.find(({ id }) => id === base.id);
    if (base && now && now.version !== base.version) {
      setMeanwhile(changesOf(base, now));
      setValues(mergeValues(values, toValues(base), toValues(now)));
      setBase(now);
    }
    setStep('form');
  }
  const close = step === 'confirmation' ? goBack : onClose;
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={plan ? t('editTitle', { name: plan.friendlyName }) : t('addTitle')}
    >
      {opened && step === 'form' && (
        <PlanFields
          base={base}
          initial={values}
          meanwhile={meanwhile}
          onClose={onClose}
          onNext={(typed) => {
            setValues(typed);
            setStep('confirmation');
          }}
        />
      )}
      {opened && step !== 'form' && (
        <Confirmation base={base} values={values} onSaved={() => setStep('saved')} onClose={close} />
      )}
    </Dialog>
  );
}

interface ConfirmationProps {
  base: ListedPlan | null;
  values: PlanValues;
  onSaved: () => void;
  onClose: () => void;
}

function Confirmation({ base, values, onSaved, onClose }: ConfirmationProps) {
  const t = useTranslations('plans');
  const { client, administration } = trpc.useUtils();
  const details = toDetails(values);
  const { friendlyName: name, product } = details;
  const send = async (reason: string) => {
    const { plans } = client.administration;
    try {
      await (base
        ? plans.edit.mutate({ planId: base.id, version: base.version, details, reason })
        : plans.add.mutate({ details, reason }));
      onSaved();
    } catch (error) {
      // The form then shows what somebody else has changed.
      if (failureOf(error).code === 'changed_meanwhile') await administration.plans.list.invalidate();
      throw error;
    }
  };
  return (
    <ActForm
      will={base ? <WillChange base={base} details={details} /> : <WillAdd details={details} />}
      submit={t(base ? 'save' : 'add')}
      send={send}
      result={() => t(base ? 'edited' : 'added', { name, product })}
      invalidates={['plans', 'offers']}
      onClose={onClose}
    />
  );
}

type Details = ReturnType<typeof toDetails>;

function WillAdd({ details }: { details: Details }) {
  const t = useTranslations('plans');
  const { detailsOf } = usePlanWords();
  return (
    <>
      <p>{t('willAdd', { product: details.product })}</p>
      <Facts of={detailsOf(details).map(({ label, value }) => [label, value] as const)} />
    </>
  );
}

const effects = {
  texts: 'effectTexts',
  price: 'effectPrice',
  frequency: 'effectFrequency',
  pauseAllowed: 'effectPause',
  planName: null,
  product: null,
  paddlePlanId: null,
} as const satisfies Record<PlanDetail['kind'], string | null>;

/** What changes, and what each kind of change means for those who have the plan. */
function WillChange({ base, details }: { base: ListedPlan; details: Details }) {
  const t = useTranslations('plans');
  const { changesOf } = usePlanWords();
  const changes = changesOf(base, details);
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  return (
    <>
      <p>{t('willChange')}</p>
      <Facts
        of={changes.map(
          ({ label, before, value }) => [label, t('fromTo', { before, after: value })] as const,
        )}
      />
      {kinds.map((kind) => {
        const effect = effects[kind];
        return effect && <p key={kind}>{t(effect)}</p>;
      })}
    </>
  );
}
