/** The filters of the list of e-mails. They are part of the page's address, which holds an account's number only. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { CustomerField } from '#client/features/administration/search/customer-field.tsx';
import { numberIn } from '#client/features/administration/search/typed-values.ts';
import classes from '#client/features/administration/table/filters.module.css';
import { isFiltered } from '#client/features/administration/table/list-page.tsx';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { MailState, mailKinds } from '#shared/administration/mails.ts';
import { pages } from '#shared/pages.ts';
import { useMailWords } from './use-mail-words.ts';

interface MailFiltersProps {
  selection: { kind?: string | undefined; state?: MailState | undefined; customer?: number | undefined };
}

export function MailFilters({ selection }: MailFiltersProps) {
  const t = useTranslations();
  const words = useMailWords();
  const { compareNames } = useFormats();
  const navigate = useNavigate();
  const [kind, setKind] = useState(selection.kind ?? '');
  const [state, setState] = useState<string>(selection.state ?? '');
  const [customer, setCustomer] = useState(String(selection.customer ?? ''));
  const [wasTried, setTried] = useState(false);
  const customerId = numberIn(customer);
  const all = { value: '', label: t('table.all') };
  const kinds = mailKinds
    .map((each) => ({ value: each as string, label: words.kind(each) }))
    .sort((one, other) => compareNames(one.label, other.label));
  const isKnown = kind === '' || kinds.some(({ value }) => value === kind);

  function filter(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (customerId === null) return;
    void navigate({
      to: pages.mails,
      search: { kind: kind || undefined, state: state || undefined, customer: customerId },
    });
  }

  return (
    <Form className={classes.filters} onSubmit={filter}>
      <SelectField
        label={t('mails.kind')}
        name="kind"
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value)}
        data={[all, ...(isKnown ? [] : [{ value: kind, label: kind }]), ...kinds]}
      />
      <SelectField
        label={t('mails.state')}
        name="state"
        value={state}
        onChange={(event) => setState(event.currentTarget.value)}
        data={[
          all,
          ...MailState.options.map((each) => ({ value: each as string, label: words.state(each) })),
        ]}
      />
      <CustomerField
        label={t('mails.recipient')}
        name="customer"
        value={customer}
        onChange={setCustomer}
        error={wasTried && customerId === null ? t('table.accountWrong') : null}
      />
      <div className="row">
        <Button type="submit">{t('table.apply')}</Button>
        {isFiltered(selection) && (
          <LinkButton to={pages.mails} variant="plain">
            {t('table.clear')}
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
