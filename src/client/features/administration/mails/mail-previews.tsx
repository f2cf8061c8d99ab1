/** What each e-mail looks like, in every language, with a customer's data or a sample. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { CustomerField } from '#client/features/administration/search/customer-field.tsx';
import { numberIn } from '#client/features/administration/search/typed-values.ts';
import filters from '#client/features/administration/table/filters.module.css';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats, useLocale } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { type MailPreview, type PreviewQuestion, previewPath } from '#shared/accounts/mail-previews.ts';
import { mailKinds } from '#shared/administration/mails.ts';
import { languages } from '#shared/languages/languages.ts';
import { pages } from '#shared/pages.ts';
import classes from './mails.module.css';
import { useMailWords } from './use-mail-words.ts';

const [firstKind] = mailKinds;

export function MailPreviews() {
  const t = useTranslations('mails');
  const tTable = useTranslations('table');
  const words = useMailWords();
  const { compareNames } = useFormats();
  const { locale: own } = useLocale();
  const navigate = useNavigate();
  const { kind, locale = own, customer } = useSearch({ from: '/administration/mails' });
  const template = mailKinds.find((each) => each === kind) ?? firstKind;
  const [typed, setTyped] = useState(String(customer ?? ''));
  const [wasTried, setTried] = useState(false);
  const customerId = numberIn(typed);
  const question: PreviewQuestion = { template, locale, customerId: customer };
  const query = trpc.administration.mails.preview.useQuery(question, { placeholderData: keepPreviousData });
  const choose = (chosen: { kind?: string; locale?: Locale; customer?: number | undefined }) =>
    void navigate({
      to: pages.mails,
      search: { show: 'previews', kind: template, locale, customer, ...chosen },
    });
  function showCustomer(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (customerId !== null) choose({ customer: customerId });
  }
  const kinds = mailKinds
    .map((each) => ({ value: each as string, label: words.kind(each) }))
    .sort((one, other) => compareNames(one.label, other.label));
  return (
    <>
      <p className="q">{t('previewLead')}</p>
      <Form className={filters.filters} onSubmit={showCustomer}>
        <SelectField
          label={t('kind')}
          name="kind"
          value={template}
          onChange={(event) => choose({ kind: event.currentTarget.value })}
          data={kinds}
        />
        <SelectField
          label={t('language')}
          name="locale"
          value={locale}
          onChange={(event) => choose({ locale: event.currentTarget.value as Locale })}
          data={locales.map((each) => ({ value: each, label: languages[each].ownName }))}
        />
        <CustomerField
          label={t('customer')}
          name="customer"
          value={typed}
          onChange={setTyped}
          error={wasTried && customerId === null ? tTable('accountWrong') : null}
        />
        <div className="row">
          <Button type="submit">{t('show')}</Button>
        </div>
      </Form>
      <QueryBoundary query={query} section={t('part.previews')} height="48rem">
        {(preview) => <Preview preview={preview} question={question} />}
      </QueryBoundary>
    </>
  );
}

const addressOf = ({ template, locale, customerId }: PreviewQuestion): string =>
  `${previewPath}?${new URLSearchParams({
    ...{ template, locale },
    ...(customerId !== undefined && { customerId: String(customerId) }),
  })}`;

function Preview({ preview, question }: { preview: MailPreview; question: PreviewQuestion }) {
  const t = useTranslations('mails');
  const { sender, subject, text, shows } = preview;
  return (
    <section className="stack g4" aria-label={t('part.previews')}>
      {question.customerId !== undefined && <Alert tone="info">{t(`shows.${shows}`)}</Alert>}
      <dl className="stack g2">
        <div>
          <dt className="sm q">{t('from')}</dt>
          <dd>{sender}</dd>
        </div>
        <div>
          <dt className="sm q">{t('subject')}</dt>
          <dd className="m">{subject}</dd>
        </div>
      </dl>
      {/* Without scripts, and a stranger to the portal: its links open nothing. */}
      <iframe
        className={classes.frame}
        sandbox=""
        referrerPolicy="no-referrer"
        src={addressOf(question)}
        title={t('frame', { subject })}
      />
      <details>
        <summary>{t('plainText')}</summary>
        <pre className={classes.text}>{text}</pre>
      </details>
    </section>
  );
}
