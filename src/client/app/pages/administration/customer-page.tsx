/** All that there is about one customer, and what an administrator can do. */
import { Link, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { AccountChanges } from '#client/features/administration/account/account-changes.tsx';
import { AccountActs } from '#client/features/administration/customer/account-acts.tsx';
import { AccountBadges } from '#client/features/administration/customer/account-badges.tsx';
import { AccountFacts } from '#client/features/administration/customer/account-facts.tsx';
import { LimitsOfRole } from '#client/features/administration/customer/limits-of-role.tsx';
import { MailsSection } from '#client/features/administration/customer/mails-section.tsx';
import { NotesSection } from '#client/features/administration/customer/notes-section.tsx';
import { ReceiptsSection } from '#client/features/administration/customer/receipts-section.tsx';
import { SubscriptionsSection } from '#client/features/administration/customer/subscriptions-section.tsx';
import { GonePage } from '#client/features/administration/page/gone-page.tsx';
import { Path } from '#client/features/administration/page/path.tsx';
import { DecisionsSection } from '#client/features/administration/settling/decisions-section.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { pages } from '#shared/pages.ts';
import { LicencesSection } from './licences-section.tsx';
import { SecurityLogOfCustomer } from './security-log-of-customer.tsx';

export function CustomerPage() {
  const t = useTranslations();
  const { customerId } = useParams({ from: '/administration/customers/$customerId' });
  const id = Number(customerId);
  const query = trpc.administration.customers.find.useQuery({ customerId: id });
  usePageTitle(query.data?.account.name ?? t('customer.title', { id: customerId }));
  if (query.error && failureOf(query.error).code === 'not_found') {
    return (
      <GonePage
        heading={t('customer.title', { id: customerId })}
        title={t('customer.gone')}
        text={t('customer.goneText')}
        to={pages.customers}
        list={t('customers.title')}
      />
    );
  }
  return (
    <QueryBoundary query={query} height="40rem">
      {(customer) => <Ready key={id} customer={customer} />}
    </QueryBoundary>
  );
}

function Ready({ customer }: { customer: CustomerDetails }) {
  const t = useTranslations();
  const { account, licences, subscriptions } = customer;
  const { id, name, email, role, blockedAt, isEmailVerified } = account;
  return (
    <div className="stack g5">
      <Path to={pages.customers}>{t('customers.title')}</Path>
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{name}</h1>
          <p className="q">
            {email}{' '}
            <AccountBadges isBlocked={blockedAt !== null} isEmailVerified={isEmailVerified} role={role} />
          </p>
        </div>
        <AccountActs account={account} />
      </div>
      <LimitsOfRole account={account} />
      <div className="cols">
        <div className="stack g6">
          <DecisionsSection account={account} claims={customer.claims} />
          <LicencesSection account={account} licences={licences} subscriptions={subscriptions} />
          <SubscriptionsSection account={account} subscriptions={subscriptions} />
          <ReceiptsSection account={account} />
          <MailsSection account={account} />
          <SecurityLogOfCustomer account={account} />
        </div>
        <aside className="stack g5" aria-label={t('customer.account')}>
          <AccountFacts customer={customer} />
          <AccountChanges account={account} signInMethods={customer.signInMethods} />
          <NotesSection account={account} />
          <p className="sm q">
            <Link to={pages.auditLog} search={{ customer: id }}>
              {t('customer.auditLog')}
            </Link>
          </p>
        </aside>
      </div>
    </div>
  );
}
