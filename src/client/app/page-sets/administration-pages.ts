/** Bundles the administration pages into one chunk, which only administrators download. */

import { AdministrationLayout } from '#client/app/layouts/administration/administration-layout.tsx';
import { ViewBanner } from '#client/app/layouts/administration/view-banner.tsx';
import { CustomerPage } from '#client/app/pages/administration/customer-page.tsx';
import { AdministratorsPage } from '#client/features/administration/administrators/administrators-page.tsx';
import { AuditPage } from '#client/features/administration/audit/audit-page.tsx';
import { CustomersPage } from '#client/features/administration/customers/customers-page.tsx';
import { EventPage } from '#client/features/administration/inbox/event-page.tsx';
import { InboxPage } from '#client/features/administration/inbox/inbox-page.tsx';
import { InstancePage } from '#client/features/administration/instances/instance-page.tsx';
import { InstancesPage } from '#client/features/administration/instances/instances-page.tsx';
import { OverdueChecksPage } from '#client/features/administration/instances/overdue/overdue-checks-page.tsx';
import { MailsPage } from '#client/features/administration/mails/mails-page.tsx';
import { OverviewPage } from '#client/features/administration/overview/overview-page.tsx';
import { PlansPage } from '#client/features/administration/plans/plans-page.tsx';

export {
  AdministrationLayout,
  AdministratorsPage,
  AuditPage,
  CustomerPage,
  CustomersPage,
  EventPage,
  InboxPage,
  InstancePage,
  InstancesPage,
  MailsPage,
  OverdueChecksPage,
  OverviewPage,
  PlansPage,
  ViewBanner,
};
