/** The filters of the audit log. They are part of the page's address, which holds numbers and days only. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { CustomerField } from '#client/features/administration/search/customer-field.tsx';
import { dayIn, numberIn } from '#client/features/administration/search/typed-values.ts';
import classes from '#client/features/administration/table/filters.module.css';
import { isFiltered } from '#client/features/administration/table/list-page.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { type Act, acts } from '#shared/administration/acts.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { pages } from '#shared/pages.ts';

export interface AuditSelection {
  act?: string | undefined;
  actor?: number | undefined;
  customer?: number | undefined;
  from?: CalendarDate | undefined;
  to?: CalendarDate | undefined;
}

export function AuditFilters({ selection }: { selection: AuditSelection }) {
  const t = useTranslations();
  const { compareNames } = useFormats();
  const navigate = useNavigate();
  const [act, setAct] = useState(selection.act ?? '');
  const [actor, setActor] = useState(String(selection.actor ?? ''));
  const [customer, setCustomer] = useState(String(selection.customer ?? ''));
  const [from, setFrom] = useState<string>(selection.from ?? '');
  const [to, setTo] = useState<string>(selection.to ?? '');
  const [wasTried, setTried] = useState(false);
  const [actorId, customerId] = [numberIn(actor), numberIn(customer)];
  const names = (Object.keys(acts) as Act[])
    .map((each) => ({ value: each as string, label: t(`acts.${each}`) }))
    .sort((one, other) => compareNames(one.label, other.label));
  const isKnown = act === '' || names.some(({ value }) => value === act);
  const wrong = (id: number | undefined | null) => (wasTried && id === null ? t('table.accountWrong') : null);

  function filter(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (actorId === null || customerId === null) return;
    void navigate({
      to: pages.auditLog,
      search: {
        act: act || undefined,
        actor: actorId,
        customer: customerId,
        from: dayIn(from) ?? undefined,
        to: dayIn(to) ?? undefined,
      },
    });
  }

  return (
    <Form className={classes.filters} onSubmit={filter}>
      <SelectField
        label={t('audit.act')}
        name="act"
        value={act}
        onChange={(event) => setAct(event.currentTarget.value)}
        data={[
          { value: '', label: t('table.all') },
          ...(isKnown ? [] : [{ value: act, label: act }]),
          ...names,
        ]}
      />
      <CustomerField
        label={t('audit.actor')}
        name="actor"
        value={actor}
        onChange={setActor}
        error={wrong(actorId)}
      />
      <CustomerField
        label={t('audit.customer')}
        name="customer"
        value={customer}
        onChange={setCustomer}
        error={wrong(customerId)}
      />
      <TextField
        label={t('table.from')}
        name="from"
        type="date"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextField
        label={t('table.to')}
        name="to"
        type="date"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit">{t('table.apply')}</Button>
        {isFiltered(selection) && (
          <LinkButton to={pages.auditLog} variant="plain">
            {t('table.clear')}
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
