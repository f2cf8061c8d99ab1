/** Changes the plan: first the choice, then what it costs. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#client/forms/form.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { priceWordsOf } from '#client/i18n/price-words.ts';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeOptions, PlanChoice } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { ConfirmChange } from './confirmation/confirm-change.tsx';
import classes from './plan-dialog.module.css';

interface PlanQuestionProps {
  licence: LicenceView;
  options: ChangeOptions;
  onClose: () => void;
}

export function PlanQuestion({ licence, options, onClose }: PlanQuestionProps) {
  const plans = options.plans.filter(({ forbids }) => forbids === null);
  // A single plan isn't a choice, so its cost is shown at once.
  const only = plans.length === 1 ? plans[0] : undefined;
  const [planId, setPlanId] = useState(only?.planId);
  const [isChosen, setIsChosen] = useState(only !== undefined);
  if (isChosen && planId !== undefined) {
    return (
      <ConfirmChange
        licence={licence}
        change={{ kind: 'plan', planId }}
        onClose={onClose}
        {...(only ? {} : { onBack: () => setIsChosen(false) })}
      />
    );
  }
  return (
    <PlanForm
      plans={plans}
      first={planId}
      onChosen={(chosen) => {
        setPlanId(chosen);
        setIsChosen(true);
      }}
      onClose={onClose}
    />
  );
}

interface PlanFormProps {
  plans: readonly PlanChoice[];
  /** The ID of the plan that is chosen at first. */
  first?: number | undefined;
  onChosen: (planId: number) => void;
  onClose: () => void;
}

/** The choice of a plan, before what it costs is shown. */
export function PlanForm({ plans, first, onChosen, onClose }: PlanFormProps) {
  const t = useTranslations('changes');
  const [planId, setPlanId] = useState(first);
  function choose(event: FormEvent): void {
    event.preventDefault();
    if (planId !== undefined) onChosen(planId);
  }
  return (
    <Form refused={null} className="stack" onSubmit={choose}>
      <fieldset className={classes.plans}>
        <legend className="sr">{t('planTitle')}</legend>
        {plans.map((plan) => (
          <PlanOption
            key={plan.planId}
            plan={plan}
            isChosen={plan.planId === planId}
            onChoose={() => setPlanId(plan.planId)}
          />
        ))}
      </fieldset>
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('stay')}
        </Button>
        <Button type="submit" variant="ink" disabled={planId === undefined}>
          {t('show')}
        </Button>
      </DialogActions>
    </Form>
  );
}

interface PlanOptionProps {
  plan: PlanChoice;
  isChosen: boolean;
  onChoose: () => void;
}

function PlanOption({ plan, isChosen, onChoose }: PlanOptionProps) {
  const t = useTranslations();
  const { money } = useFormats();
  const { friendlyName, description } = usePlanText().planTextOf(plan);
  const { aSeat, aPeriod } = priceWordsOf(plan);
  const word = plan.isPerSeat ? aSeat : aPeriod;
  const amount = money(plan.price);
  return (
    <label className={classes.plan}>
      <input type="radio" name="plan" checked={isChosen} onChange={onChoose} />
      <span className="b">{friendlyName}</span>
      <span className="q">
        {plan.priceSource === 'plan' ? t('changes.about', { amount }) : amount} {word && t(word)}
      </span>
      {description !== '' && <span className={classes.more}>{description}</span>}
    </label>
  );
}
