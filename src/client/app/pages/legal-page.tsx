/** The terms and privacy policy pages. Their texts are in the `legal` message set. */
import { Fragment } from 'react';
import { trpc } from '#client/api/trpc.ts';
import { PublicLayout } from '#client/app/layouts/public-layout.tsx';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { type LegalText, legalUpdatedOn } from '#client/i18n/legal-text.ts';
import { useFormats, useLegalTexts } from '#client/i18n/locale.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import classes from './legal-page.module.css';

export function TermsPage() {
  return <LegalPage which="terms" />;
}

export function PrivacyPage() {
  return <LegalPage which="privacy" />;
}

function LegalPage({ which }: { which: 'terms' | 'privacy' }) {
  const legal = useLegalTexts();
  const { day } = useFormats();
  const publicConfig = trpc.catalogue.publicConfig.useQuery();
  const text = legal[which];
  usePageTitle(text.title);
  return (
    <PublicLayout>
      <div className={classes.text}>
        {/* The heading is rendered before the data has loaded, because following a link to this page moves the focus to it. */}
        <h1 tabIndex={-1}>{text.title}</h1>
        <p className={classes.lead}>{text.lead}</p>
        <p className="sm q">{legal.updatedOn.replace('{day}', day(legalUpdatedOn))}</p>
        {publicConfig.error && (
          <LoadFailure error={publicConfig.error} onRetry={() => void publicConfig.refetch()} />
        )}
        {publicConfig.isPending && <Skeleton height="30rem" />}
        {publicConfig.data && (
          <>
            <Sections
              text={text}
              supportEmail={publicConfig.data.supportEmail}
              graceDays={publicConfig.data.graceDays}
            />
            <Operator heading={legal.operator} {...publicConfig.data.operator} />
          </>
        )}
      </div>
    </PublicLayout>
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
