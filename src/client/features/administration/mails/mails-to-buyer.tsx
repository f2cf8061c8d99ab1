/**
 * Finds e-mails to somebody without an account by the address. What is typed is sent with a POST and never stands in an
 * address.
 */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { MailsToAddress } from '#shared/administration/mails.ts';
import { isEmailAddress } from '#shared/identity/email-address.ts';
import { pages } from '#shared/pages.ts';
import { MailsTable } from './mails-table.tsx';

export function MailsToBuyer() {
  const t = useTranslations('mails');
  const [typed, setTyped] = useState('');
  const [wasTried, setTried] = useState(false);
  const find = trpc.administration.mails.findByAddress.useMutation({ meta: { invalidates: [] } });
  const isOk = isEmailAddress(typed);
  function ask(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (isOk) find.mutate({ address: typed });
  }
  return (
    <details>
      <summary>{t('buyer')}</summary>
      <div className="stack g3">
        <Form className="stack g3" onSubmit={ask}>
          <TextField
            label={t('address')}
            hint={t('buyerHint')}
            name="address"
            inputMode="email"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={wasTried && !isOk ? t('buyerWrong') : null}
          />
          <div className="row">
            <Button type="submit" loading={find.isPending}>
              {t('buyerFind')}
            </Button>
          </div>
        </Form>
        {find.error && <ActionFailure error={find.error} />}
        <div role="status">{find.data && <Found found={find.data} />}</div>
      </div>
    </details>
  );
}

function Found({ found: { customer, mails, hasMore } }: { found: MailsToAddress }) {
  const t = useTranslations('mails');
  return (
    <div className="stack g3">
      {customer && (
        <div className="row between wrap">
          <p>{t('buyerHasAccount', { name: customer.name })}</p>
          <LinkButton to={pages.mails} search={{ customer: customer.id }} variant="default">
            {t('buyerShow')}
          </LinkButton>
        </div>
      )}
      {mails.length > 0 && <MailsTable mails={mails} />}
      {mails.length === 0 && !customer && <p>{t('buyerNone')}</p>}
      {hasMore && <p className="q">{t('buyerMore')}</p>}
    </div>
  );
}
