/** The filters of the events. They stand in the page's address, which holds numbers and names of kinds only. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { numberIn } from '#client/features/administration/search/typed-values.ts';
import classes from '#client/features/administration/table/filters.module.css';
import { isFiltered } from '#client/features/administration/table/list-page.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { eventKinds } from '#shared/administration/inbox/event-kinds.ts';
import { AlertState } from '#shared/administration/overview.ts';
import { pages } from '#shared/pages.ts';

export interface EventsSelection {
  view?: 'findings' | undefined;
  type?: string | undefined;
  state?: AlertState | undefined;
  customer?: number | undefined;
  subscription?: number | undefined;
}

export function EventFilters({ selection }: { selection: EventsSelection }) {
  const t = useTranslations();
  const navigate = useNavigate();
  const [type, setType] = useState(selection.type ?? '');
  const [state, setState] = useState<string>(selection.state ?? '');
  const [customer, setCustomer] = useState(String(selection.customer ?? ''));
  const [subscription, setSubscription] = useState(String(selection.subscription ?? ''));
  const [wasTried, setTried] = useState(false);
  const [customerId, subscriptionId] = [numberIn(customer), numberIn(subscription)];
  const isKnown = type === '' || eventKinds.some((kind) => kind === type);
  const kinds = [...(isKnown ? [] : [type]), ...eventKinds];
  const wrong = (id: number | undefined | null) => (wasTried && id === null ? t('inbox.numberWrong') : null);

  function filter(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (customerId === null || subscriptionId === null) return;
    void navigate({
      to: pages.inbox,
      search: {
        type: type || undefined,
        state: AlertState.safeParse(state).data,
        customer: customerId,
        subscription: subscriptionId,
      },
    });
  }

  return (
    <Form className={classes.filters} onSubmit={filter}>
      <SelectField
        label={t('inbox.type')}
        name="type"
        value={type}
        onChange={(event) => setType(event.currentTarget.value)}
        data={[
          { value: '', label: t('inbox.allKinds') },
          ...kinds.map((kind) => ({ value: kind as string, label: kind })),
        ]}
      />
      <SelectField
        label={t('inbox.processing')}
        name="state"
        value={state}
        onChange={(event) => setState(event.currentTarget.value)}
        data={[
          { value: '', label: t('table.all') },
          ...AlertState.options.map((each) => ({ value: each as string, label: t(`inbox.states.${each}`) })),
        ]}
      />
      <TextField
        label={t('inbox.customerNumber')}
        name="customer"
        inputMode="numeric"
        autoComplete="off"
        value={customer}
        onChange={(event) => setCustomer(event.currentTarget.value)}
        error={wrong(customerId)}
      />
      <TextField
        label={t('inbox.subscriptionNumber')}
        name="subscription"
        inputMode="numeric"
        autoComplete="off"
        value={subscription}
        onChange={(event) => setSubscription(event.currentTarget.value)}
        error={wrong(subscriptionId)}
      />
      <div className="row">
        <Button type="submit">{t('table.apply')}</Button>
        {isFiltered(selection) && (
          <LinkButton to={pages.inbox} variant="plain">
            {t('table.clear')}
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
