/** The plans of a product side by side. None is selected until the customer chooses one. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { priceWordsOf } from '#client/i18n/price-words.ts';
import { Icon } from '#client/ui/icon.tsx';
import { isSoldPerSeat, type Offer, type OfferList } from '#shared/catalogue/catalogue.ts';
import classes from './plan-choice.module.css';
import { usePlanName } from './plan-name.ts';
import { quote } from './quote.ts';

interface PlanChoiceProps {
  list: OfferList;
  chosen: Offer | null;
  onChoose: (offer: Offer) => void;
  /** Number of seats; null while the input isn't valid. The price per seat is then shown instead. */
  quantity: number | null;
  /** Whether the customer has submitted the order without choosing a plan. */
  isMissing: boolean;
}

export function PlanChoice({ list, chosen, onChoose, quantity, isMissing }: PlanChoiceProps) {
  const t = useTranslations('offers');
  const errorId = useId();
  return (
    <fieldset aria-describedby={isMissing ? errorId : undefined}>
      <legend className="sr">{t('plan')}</legend>
      <div className={classes.plans}>
        {list.offers.map((offer) => (
          <label key={offer.plan.id} className={classes.plan}>
            <span className="row between">
              <PlanName list={list} offer={offer} />
              <input
                type="radio"
                name="plan"
                checked={offer.plan.id === chosen?.plan.id}
                onChange={() => onChoose(offer)}
                aria-invalid={isMissing || undefined}
              />
            </span>
            <PlanPrice list={list} offer={offer} quantity={quantity} />
            <PlanDescription list={list} offer={offer} />
          </label>
        ))}
      </div>
      {isMissing && (
        <p className={classes.error} id={errorId}>
          <Icon name="alert" size={16} />
          {t('chooseFirst')}
        </p>
      )}
    </fieldset>
  );
}

function PlanName({ list, offer }: { list: OfferList; offer: Offer }) {
  const { name, frequency } = usePlanName()(list, offer);
  return (
    <span>
      <span className="b">{name}</span> {frequency !== null && <span className="sm q">{frequency}</span>}
    </span>
  );
}

function PlanDescription({ list, offer }: { list: OfferList; offer: Offer }) {
  const { description } = usePlanName()(list, offer);
  return description === '' ? null : <span className="sm q">{description}</span>;
}

function PlanPrice({ list, offer, quantity }: { list: OfferList; offer: Offer; quantity: number | null }) {
  const t = useTranslations();
  const { money } = useFormats();
  const { plan, unitPrice } = offer;
  const { aSeat, aPeriod } = priceWordsOf(plan);
  const perSeat = isSoldPerSeat(plan.product);
  const { total, saving } = quote(offer, quantity ?? 1, list);
  const isOfSeveral = perSeat && quantity !== null && quantity > 1;
  const period = perSeat && !isOfSeveral ? aSeat : aPeriod;
  const notes = [
    isOfSeveral && `${money(unitPrice)} ${aSeat ? t(aSeat) : ''}`.trim(),
    quantity !== null && saving && t('offers.less', { amount: money(saving) }),
  ].filter((note) => typeof note === 'string');
  return (
    <>
      <span>
        <span className="price">{money(total)}</span> <span className="q sm">{period && t(period)}</span>
      </span>
      <span className="sm q">{notes.join(', ')}</span>
    </>
  );
}
