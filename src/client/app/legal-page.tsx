/** Terms and privacy policy, to be read. */
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import type { Locale } from '#shared/accounts.ts';
import type { LegalTexts } from '../i18n/legal-text.ts';
import { useFormats, useLocale } from '../i18n/locale.tsx';
import { trpc } from '../trpc.ts';
import { LoadFailure } from '../ui/failure-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import classes from './legal-page.module.css';
import { PublicLayout } from './public-layout.tsx';

const loaders: Record<Locale, () => Promise<LegalTexts>> = {
  en: async () => (await import('../i18n/en/legal.ts')).legal,
  fr: async () => (await import('../i18n/fr/legal.ts')).legal,
};

export function TermsPage() {
  return <LegalPage which="terms" />;
}

export function PrivacyPage() {
  return <LegalPage which="privacy" />;
}

function LegalPage({ which }: { which: keyof LegalTexts }) {
  const { locale } = useLocale();
  const texts = useQuery({ queryKey: ['legal', locale], queryFn: loaders[locale], staleTime: Infinity });
  const facts = trpc.catalogue.facts.useQuery();
  const error = texts.error ?? facts.error;
  return (
    <PublicLayout>
      <div className={classes.text}>
        {error && (
          <LoadFailure
            error={error}
            onRetry={() => {
              void texts.refetch();
              void facts.refetch();
            }}
          />
        )}
        {!error && !(texts.data && facts.data) && <Loading height="30rem" />}
        {texts.data && facts.data && (
          <Text
            text={texts.data[which]}
            supportEmail={facts.data.supportEmail}
            graceDays={facts.data.graceDays}
          />
        )}
      </div>
    </PublicLayout>
  );
}

interface TextProps {
  text: LegalTexts[keyof LegalTexts];
  supportEmail: string;
  graceDays: number;
}

function Text({ text, supportEmail, graceDays }: TextProps) {
  const { number } = useFormats();
  usePageTitle(text.title);
  return (
    <>
      <h1 tabIndex={-1}>{text.title}</h1>
      <p className={classes.lead}>{text.lead}</p>
      {text.sections.map(({ heading, paragraphs }) => (
        <section key={heading} className="stack g2">
          <h2>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{filled(paragraph)}</p>
          ))}
        </section>
      ))}
    </>
  );

  function filled(paragraph: string) {
    const [before = '', after] = paragraph.replace('{days}', number(graceDays)).split('{mail}');
    if (after === undefined) return before;
    return (
      <Fragment>
        {before}
        <a href={`mailto:${supportEmail}`}>{supportEmail}</a>
        {after}
      </Fragment>
    );
  }
}
