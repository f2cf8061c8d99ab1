/** The dialogs of what administrators do with one plan. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { type ListedPlan, maxCountedSubscriptions } from '#shared/administration/plans/listed-plans.ts';
import type { PaddlePlan } from '#shared/catalogue/plan-check.ts';
import { PlanEditor } from './plan-editor.tsx';

export type PlanQuestion =
  /** `found` is a plan at Paddle that the portal doesn't have; null to begin with an empty form. */
  { kind: 'add'; found: PaddlePlan | null } | { kind: 'edit' | 'retire' | 'restore'; plan: ListedPlan };

interface PlanDialogsProps {
  plans: readonly ListedPlan[];
  asked: PlanQuestion;
  opened: boolean;
  onClose: () => void;
}

export function PlanDialogs({ asked, ...shown }: PlanDialogsProps) {
  switch (asked.kind) {
    case 'add':
      return <PlanEditor plan={null} found={asked.found} {...shown} />;
    case 'edit':
      return <PlanEditor plan={asked.plan} found={null} {...shown} />;
    case 'retire':
      return <Retire plan={asked.plan} {...shown} />;
    case 'restore':
      return <Restore plan={asked.plan} {...shown} />;
  }
}

interface PlanActProps {
  plan: ListedPlan;
  opened: boolean;
  onClose: () => void;
}

function Retire({ plan, plans, opened, onClose }: PlanActProps & Pick<PlanDialogsProps, 'plans'>) {
  const t = useTranslations('plans');
  const { client } = trpc.useUtils();
  const { number } = useFormats();
  const { product, friendlyName: name, running } = plan;
  const isLast = !plans.some(
    (each) => each.id !== plan.id && each.product === product && each.retiredAt === null,
  );
  const keep =
    running > maxCountedSubscriptions
      ? t('willKeepMany', { count: number(maxCountedSubscriptions) })
      : t('willKeep', { count: running });
  return (
    <ActDialog
      opened={opened}
      title={t('retireTitle', { name, product })}
      will={
        <>
          <p>{t('willRetire', { name, product })}</p>
          <p>{keep}</p>
          {isLast && <p className="m">{t('willBeLast', { product })}</p>}
          <p className="sm q">{t('linksStay')}</p>
        </>
      }
      submit={t('retire')}
      send={(reason) => client.administration.plans.retire.mutate({ planId: plan.id, reason })}
      result={() => t('retiredOne', { name })}
      invalidates={['plans', 'offers']}
      onClose={onClose}
    />
  );
}

function Restore({ plan: { id, product, friendlyName: name }, opened, onClose }: PlanActProps) {
  const t = useTranslations('plans');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('restoreTitle', { name, product })}
      will={t('willRestore', { name, product })}
      submit={t('restore')}
      send={(reason) => client.administration.plans.restore.mutate({ planId: id, reason })}
      result={() => t('restoredOne', { name, product })}
      invalidates={['plans', 'offers']}
      onClose={onClose}
    />
  );
}
