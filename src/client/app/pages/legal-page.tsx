/** Terms and privacy policy, to be read. */
import { Fragment } from 'react';
import { trpc } from '#client/api/trpc.ts';
import { PublicLayout } from '#client/app/layouts/public-layout.tsx';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import type { LegalTexts } from '#client/i18n/legal-text.ts';
import { useFormats, useLocale } from '#client/i18n/locale.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { Skeleton } from '#client/ui/skeleton.tsx';
import classes from './legal-page.module.css';

export function TermsPage() {
  return <LegalPage which="terms" />;
}

export function PrivacyPage() {
  return <LegalPage which="privacy" />;
}

function LegalPage({ which }: { which: keyof LegalTexts }) {
  const { legal } = useLocale();
  const facts = trpc.catalogue.facts.useQuery();
  const text = legal[which];
  usePageTitle(text.title);
  return (
    <PublicLayout>
      <div className={classes.text}>
        {/* There before the numbers are: the focus goes to it when the page is opened by a link. */}
        <h1 tabIndex={-1}>{text.title}</h1>
        <p className={classes.lead}>{text.lead}</p>
        {facts.error && <LoadFailure error={facts.error} onRetry={() => void facts.refetch()} />}
        {facts.isPending && <Skeleton height="30rem" />}
        {facts.data && (
          <Sections text={text} supportEmail={facts.data.supportEmail} graceDays={facts.data.graceDays} />
        )}
      </div>
    </PublicLayout>
  );
}

interface SectionsProps {
  text: LegalTexts[keyof LegalTexts];
  supportEmail: string;
  graceDays: number;
}

function Sections({ text, supportEmail, graceDays }: SectionsProps) {
  const { number } = useFormats();
  return text.sections.map(({ heading, paragraphs }) => (
    <section key={heading} className="stack g2">
      <h2>{heading}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{filled(paragraph)}</p>
      ))}
    </section>
  ));

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
