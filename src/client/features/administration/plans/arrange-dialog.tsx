/** Puts the plans of a product in order, with buttons that move one plan up or down. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';
import classes from './arrange-dialog.module.css';

interface ArrangeDialogProps {
  /** The plans on sale, of all products, in their order. */
  plans: readonly ListedPlan[];
  opened: boolean;
  onClose: () => void;
}

/** Returns the list with the item at `from` moved one place. */
function moved<T>(list: readonly T[], from: number, by: 1 | -1): T[] {
  const item = list[from];
  const others = list.filter((_, index) => index !== from);
  return item === undefined ? [...list] : others.toSpliced(from + by, 0, item);
}

const idsOf = (plans: readonly ListedPlan[]): number[] => plans.map(({ id }) => id);

export function ArrangeDialog({ opened, plans, onClose }: ArrangeDialogProps) {
  const t = useTranslations('plans');
  const { client, administration } = trpc.useUtils();
  // What the administrator has seen, even if the list is fetched again meanwhile.
  const [all] = useState(plans);
  const plansOf = (product: Product) => all.filter((plan) => plan.product === product);
  const [product, setProduct] = useState<Product>(
    () => products.find((each) => plansOf(each).length > 1) ?? products[0],
  );
  const [wanted, setWanted] = useState(() => plansOf(product));
  const [said, setSaid] = useState('');
  const [isRefused, setRefused] = useState(false);
  const seen = plansOf(product);
  const isSame = wanted.every((plan, index) => plan.id === seen[index]?.id);

  function choose(name: string): void {
    const next = products.find((each) => each === name) ?? product;
    setProduct(next);
    setWanted(plansOf(next));
    setRefused(false);
  }
  function move(index: number, by: 1 | -1): void {
    setWanted(moved(wanted, index, by));
    setRefused(false);
    setSaid(
      t('movedTo', {
        name: wanted[index]?.friendlyName ?? '',
        place: String(index + by + 1),
        of: String(wanted.length),
      }),
    );
  }
  async function send(reason: string) {
    const order = { product, seen: idsOf(seen), wanted: idsOf(wanted) };
    try {
      return await client.administration.plans.arrange.mutate({ ...order, reason });
    } catch (error) {
      // The page behind the dialog then shows the plans as they are.
      if (failureOf(error).code === 'changed_meanwhile') await administration.plans.list.invalidate();
      throw error;
    }
  }

  return (
    <ActDialog
      opened={opened}
      title={t('arrangeTitle')}
      will={t('willArrange')}
      check={() => {
        setRefused(isSame);
        return !isSame;
      }}
      submit={t('saveOrder')}
      send={send}
      result={() => t('arranged', { product })}
      invalidates={['plans', 'offers']}
      onClose={onClose}
    >
      <SelectField
        label={t('product')}
        name="product"
        value={product}
        data={products.map((each) => ({ value: each, label: each }))}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <ol className={classes.order} aria-label={t('orderOf', { product })}>
        {wanted.map(({ id, friendlyName: name }, index) => (
          <li key={id}>
            <span className={classes.name}>{name}</span>
            <Button
              aria-label={t('moveUp', { name })}
              // Stays focusable, so that the focus isn't lost when the plan has reached the top.
              aria-disabled={index === 0 || undefined}
              onClick={() => index > 0 && move(index, -1)}
            >
              {t('up')}
            </Button>
            <Button
              aria-label={t('moveDown', { name })}
              aria-disabled={index === wanted.length - 1 || undefined}
              onClick={() => index < wanted.length - 1 && move(index, 1)}
            >
              {t('down')}
            </Button>
          </li>
        ))}
      </ol>
      <p className="sr" role="status">
        {said}
      </p>
      {isRefused && (
        <p className="sm" role="alert">
          {t('sameOrder')}
        </p>
      )}
    </ActDialog>
  );
}
