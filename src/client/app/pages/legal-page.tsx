/** The terms and privacy policy pages. Their texts are in the `legal` message set, unless the operator has others. */
import { Fragment } from 'react';
import { trpc } from '#client/api/trpc.ts';
import { PublicLayout } from '#client/app/layouts/public-layout.tsx';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { type LegalText, legalUpdatedOn } from '#client/i18n/legal-text.ts';
import { useFormats, useLegalTexts, useLocale } from '#client/i18n/locale.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { LegalPage as LegalPageName, LegalText as OperatorsLegalText } from '#shared/legal-pages.ts';
import classes from './legal-page.module.css';

export function TermsPage() {
  return <LegalPage which="terms" />;
}

export function PrivacyPage() {
  return <LegalPage which="privacy" />;
}

function LegalPage({ which }: { which: LegalPageName }) {
  const legal = useLegalTexts();
  const { locale } = useLocale();
  const publicConfig = trpc.catalogue.publicConfig.useQuery();
  const isReplaced = publicConfig.data?.brand.legalPages.includes(which) ?? false;
  const replacement = trpc.catalogue.legalText.useQuery({ page: which, locale }, { enabled: isReplaced });
  const title = replacement.data?.title ?? legal[which].title;
  const failed = [publicConfig, replacement].find((query) => query.error);
  usePageTitle(title);
  return (
    <PublicLayout>
      <div className={classes.text}>
        {/*
         * The heading is rendered before the data has loaded, because following a link to this page moves the focus to
         * it.
         */}
        <h1 tabIndex={-1} lang={replacement.data?.locale}>
          {title}
        </h1>
        {failed?.error && <LoadFailure error={failed.error} onRetry={() => void failed.refetch()} />}
        {(publicConfig.isPending || (isReplaced && replacement.isPending)) && <Skeleton height="30rem" />}
        {publicConfig.data && !isReplaced && (
          <OwnText
            text={legal[which]}
            supportEmail={publicConfig.data.supportEmail}
            graceDays={publicConfig.data.graceDays}
          />
        )}
        {replacement.data && <OperatorsText text={replacement.data} />}
        {publicConfig.data?.earlierTermsUrl && (
          <p className="q">
            <a href={publicConfig.data.earlierTermsUrl}>{legal.earlier}</a>
          </p>
        )}
        {publicConfig.data && <Operator heading={legal.operator} {...publicConfig.data.operator} />}
      </div>
    </PublicLayout>
  );
}

function OperatorsText({ text: { html, locale: language } }: { text: OperatorsLegalText }) {
  const legal = useLegalTexts();
  const { locale } = useLocale();
  return (
    <>
      {language !== locale && <p className="q">{legal.notTranslated}</p>}
      <div
        className={classes.prose}
        lang={language}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by the server at startup, without raw HTML
        dangerouslySetInnerHTML={{ __html: html }}
      />
    </>
  );
}

function OwnText(props: SectionsProps) {
  const legal = useLegalTexts();
  const { day } = useFormats();
  return (
    <>
      <p className={classes.lead}>{props.text.lead}</p>
      <p className="sm q">{legal.updatedOn.replace('{day}', day(legalUpdatedOn))}</p>
      <Sections {...props} />
    </>
  );
}

interface OperatorProps {
  heading: string;
  name: string | null;
  address: string | null;
}

/** Renders nothing if the operator has set neither a name nor an address. */
function Operator({ heading, name, address }: OperatorProps) {
  const lines = [name, ...(address ?? '').split('\n')].filter((line) => line !== null && line !== '');
  if (lines.length === 0) return null;
  return (
    <section className="stack g2">
      <h2>{heading}</h2>
      <address className={classes.operator}>{lines.join('\n')}</address>
    </section>
  );
}

interface SectionsProps {
  text: LegalText;
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
