/** Grants a customer a complimentary licence. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useToday } from '#client/api/use-today.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { dayIn } from '#client/features/administration/search/typed-values.ts';
import { useRequestId } from '#client/forms/request-id.ts';
import { parseSeats } from '#client/forms/seats/parse-seats.ts';
import { SeatsStepper } from '#client/forms/seats/seats-stepper.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import { isSoldPerSeat, maxSeats, Product } from '#shared/catalogue/catalogue.ts';
import { addMonths } from '#shared/dates.ts';
import { LastDay } from './last-day.tsx';

interface GrantLicenceProps {
  customer: { id: number; name: string };
  opened: boolean;
  onClose: () => void;
}

export function GrantLicence({ customer: { id: customerId, name }, opened, onClose }: GrantLicenceProps) {
  const t = useTranslations();
  const { day, number } = useFormats();
  const { planTextOf } = usePlanText();
  const { client } = trpc.useUtils();
  const today = useToday();
  const request = useRequestId();
  const [product, setProduct] = useState<Product>(Product.enum.Monica);
  const [chosen, setChosen] = useState<number | null>(null);
  const [typedDay, setTypedDay] = useState<string>(() => addMonths(today, 3));
  const [typedSeats, setTypedSeats] = useState('1');
  const [wasTried, setTried] = useState(false);
  const listed = trpc.administration.plans.list.useQuery();
  // Retired plans come last: who had one may get it again.
  const plans = (listed.data ?? [])
    .filter((plan) => plan.product === product)
    .toSorted((one, other) => Number(one.retiredAt !== null) - Number(other.retiredAt !== null));
  const labelOf = (plan: ListedPlan) => {
    const name = planTextOf(plan).friendlyName;
    return plan.retiredAt === null ? name : t('licenceActs.grant.retired', { plan: name });
  };
  const planId = plans.find(({ id }) => id === chosen)?.id ?? plans[0]?.id;
  const until = dayIn(typedDay);
  const isDayOk = until !== null && until >= today;
  const seats = isSoldPerSeat(product) ? parseSeats(typedSeats) : 1;
  return (
    <ActDialog
      opened={opened}
      title={t('licenceActs.grant.title', { name })}
      will={
        isDayOk
          ? t('licenceActs.grant.will', { name, product, day: day(until) })
          : t('licenceActs.grant.willLater')
      }
      check={() => {
        setTried(true);
        return isDayOk && seats !== null && planId !== undefined;
      }}
      submit={t('licenceActs.grant.submit')}
      send={(reason) =>
        request.send((requestId) => {
          if (until === null || seats === null || planId === undefined) throw new Error('nothing was chosen');
          return client.administration.licences.grant.mutate({
            ...{ customerId, requestId, planId, until, seats, reason },
          });
        })
      }
      result={() => t('licenceActs.grant.done', { day: until === null ? typedDay : day(until) })}
      invalidates={['customers']}
      onClose={onClose}
    >
      <SelectField
        label={t('licenceActs.grant.product')}
        name="product"
        value={product}
        onChange={(event) => setProduct(Product.parse(event.currentTarget.value))}
        data={[...Product.options]}
      />
      <SelectField
        label={t('licenceActs.grant.plan')}
        name="plan"
        value={String(planId ?? '')}
        onChange={(event) => setChosen(Number(event.currentTarget.value))}
        data={plans.map((plan) => ({
          value: String(plan.id),
          label: labelOf(plan),
        }))}
        error={planId === undefined && listed.data ? t('licenceActs.grant.noPlans') : null}
      />
      <LastDay
        label={t('licenceActs.grant.until')}
        typed={typedDay}
        onChange={setTypedDay}
        from={today}
        min={today}
        error={wasTried && !isDayOk ? t('licenceActs.grant.untilWrong') : null}
      />
      {isSoldPerSeat(product) && (
        <SeatsStepper
          heading={<p className="m">{t('licenceActs.grant.seats')}</p>}
          typed={typedSeats}
          onChange={setTypedSeats}
          error={wasTried && seats === null ? t('fields.seats', { max: number(maxSeats) }) : null}
        />
      )}
    </ActDialog>
  );
}
