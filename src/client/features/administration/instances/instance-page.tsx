/** All that there is about one client: its secrets, its tokens and what its instances ask. */
import { Link, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { CopyableCode } from '#client/features/administration/facts/copyable-code.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { GonePage } from '#client/features/administration/page/gone-page.tsx';
import { Path } from '#client/features/administration/page/path.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { type ClientDetails, maxCounted } from '#shared/administration/instances.ts';
import { pages } from '#shared/pages.ts';
import { ClientActs } from './acts/client-acts.tsx';
import { forgetToken } from './forget-token.ts';
import { RequestsSection } from './requests-section.tsx';
import { SecretsSection } from './secrets-section.tsx';

export function InstancePage() {
  const t = useTranslations('instances');
  const { clientId } = useParams({ from: '/administration/instances/$clientId' });
  const query = trpc.administration.instances.find.useQuery({ clientId });
  usePageTitle(query.data?.name ?? t('pageOf', { id: clientId }));
  if (query.error && failureOf(query.error).code === 'not_found') {
    return (
      <GonePage
        heading={t('pageOf', { id: clientId })}
        title={t('gone')}
        text={t('goneText')}
        to={pages.instances}
        list={t('title')}
      />
    );
  }
  return (
    <QueryBoundary query={query} height="40rem">
      {(client) => <Ready key={clientId} client={client} />}
    </QueryBoundary>
  );
}

function Ready({ client }: { client: ClientDetails }) {
  const t = useTranslations('instances');
  const names = useTranslations('administration.names');
  const { dayOfInstant, instant, number } = useFormats();
  const { id, name, product, disabledAt, lastSeenAt, failedSignInAt, revokedTokenAt, tokens } = client;
  const { legacyTokens } = client;
  const counted = (count: number) =>
    count < maxCounted ? number(count) : t('atLeast', { count: number(maxCounted) });
  return (
    <div className="stack g5">
      <Path to={pages.instances}>{t('title')}</Path>
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{name}</h1>
          <p className="q">
            {product ?? t('both')}{' '}
            {disabledAt ? (
              <Badge tone="danger">{t('disabled')}</Badge>
            ) : (
              <Badge tone="ok">{t('enabled')}</Badge>
            )}
          </p>
        </div>
        <ClientActs client={client} />
      </div>
      <Warnings client={client} />
      <div className="cols">
        <div className="stack g6">
          <RequestsSection client={client} />
        </div>
        <aside className="stack g5" aria-label={t('about')}>
          <SecretsSection client={client} />
          <section className="card sec stack g3">
            <h2>{t('about')}</h2>
            <Facts
              of={[
                [
                  t('id'),
                  <span key="id" className="mono">
                    {id}
                  </span>,
                ],
                [t('created'), dayOfInstant(client.createdAt, 'shortYear')],
                [t('lastSeen'), lastSeenAt ? instant(lastSeenAt) : t('never')],
                [t('tokens'), counted(tokens)],
                [t('legacyTokens'), legacyTokens && counted(legacyTokens.valid)],
                [t('legacyPresented'), legacyTokens && counted(legacyTokens.presented)],
                [
                  t('legacyLastPresented'),
                  legacyTokens &&
                    (legacyTokens.lastPresentedAt ? instant(legacyTokens.lastPresentedAt) : t('never')),
                ],
                [t('lastWrongSecret'), failedSignInAt && instant(failedSignInAt)],
                [t('lastRevokedToken'), revokedTokenAt && instant(revokedTokenAt)],
              ]}
            />
            <div className="row">
              <CopyButton text={id} label={t('copyId')} />
            </div>
          </section>
          <p className="sm q">
            <Link to={pages.auditLog}>{names('auditLog')}</Link>
          </p>
        </aside>
      </div>
    </div>
  );
}

/** What an administrator should do something about. */
function Warnings({ client }: { client: ClientDetails }) {
  const t = useTranslations('instances');
  const copy = useTranslations('clientActs');
  const { dayOfInstant, instant } = useFormats();
  const { id, disabledAt, revokedTokenAt, overdueChecks, days } = client;
  return (
    <>
      {disabledAt && (
        <Alert tone="danger">
          <p>{t('isDisabled', { day: dayOfInstant(disabledAt) })}</p>
        </Alert>
      )}
      {revokedTokenAt && days.some(({ outcome }) => outcome === 'token_revoked') && (
        <Alert tone="warn">
          <div className="stack g2">
            <p>{t('stillRevoked', { at: instant(revokedTokenAt) })}</p>
            <CopyableCode text={forgetToken} label={copy('copyCommand')} />
            <p>{t('monicaLocked')}</p>
          </div>
        </Alert>
      )}
      {overdueChecks > 0 && (
        <Alert
          tone="warn"
          action={
            <LinkButton to={pages.overdueChecks} search={{ client: id }}>
              {t('showOverdue')}
            </LinkButton>
          }
        >
          <p>
            {overdueChecks < maxCounted ? t('hasOverdue', { count: overdueChecks }) : t('hasManyOverdue')}
          </p>
        </Alert>
      )}
    </>
  );
}
