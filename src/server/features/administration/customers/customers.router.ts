/** Procedures for the list of customers, the search and the page of one customer. */
import {
  accountSubject,
  administrationProcedure,
  viewProcedure,
} from '#server/features/administration/procedures.router.ts';
import { ownHistory } from '#server/features/billing/history/licence-history.ts';
import { securityLogPage } from '#server/features/identity/security-log/security-log-page.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { CustomerChoice } from '#shared/administration/acts.ts';
import {
  CustomerFilter,
  CustomerPage,
  CustomerSearch,
  CustomerSearchResult,
} from '#shared/administration/customers.ts';
import { LicenceOfCustomer } from '#shared/administration/licences.ts';
import { CustomerReceiptPage } from '#shared/administration/receipts.ts';
import { ReceiptFilter } from '#shared/billing/billing.ts';
import { LicenceHistory } from '#shared/billing/history.ts';
import {
  CustomerDetails,
  CustomerMailPage,
  MailsOfCustomer,
  SecurityLogOfCustomer,
} from '#shared/customer-details.ts';
import { SecurityEventPage } from '#shared/identity/security-log.ts';
import { findCustomer, mailsOfCustomer } from './find-customer.ts';
import { listCustomers } from './list-customers.ts';
import { receiptsOfCustomer } from './receipts-of-customer.ts';
import { searchCustomers } from './search-customers.ts';

export const customersRouter = router({
  /** Returns a page of the selected customers, newest accounts first. */
  list: viewProcedure
    .input(CustomerFilter)
    .output(CustomerPage)
    .query(({ ctx, input }) => listCustomers(ctx.deps, input)),

  /**
   * Finds customers. A mutation, so that it is a POST: what is typed stands neither in an address nor in a log line.
   */
  search: viewProcedure
    .use(limited('customerSearch'))
    .input(CustomerSearch)
    .output(CustomerSearchResult)
    .mutation(({ ctx, input }) => searchCustomers(ctx.deps, input)),

  /** Returns what there is about one customer, without keys and without Paddle's pages for them. */
  find: viewProcedure
    .input(CustomerChoice)
    .output(CustomerDetails)
    .query(({ ctx, input: { customerId } }) =>
      findCustomer(ctx.deps, { customerId, administratorId: ctx.account.id }),
    ),

  /** Returns a page of the customer's receipts, as their own page lists them, with what became of refunds. */
  receipts: viewProcedure
    .input(CustomerChoice.extend(ReceiptFilter.shape))
    .output(CustomerReceiptPage)
    .query(({ ctx, input }) => receiptsOfCustomer(ctx.deps, input)),

  /** Returns the history of one of the customer's licences. */
  history: viewProcedure
    .use(limited('histories'))
    .input(LicenceOfCustomer)
    .output(LicenceHistory)
    .query(({ ctx, input: { customerId, licenceId } }) =>
      ownHistory(ctx.deps, { licenceId, userId: customerId }),
    ),

  /** Returns a page of the e-mails to the customer, newest first. */
  mails: viewProcedure
    .input(MailsOfCustomer)
    .output(CustomerMailPage)
    .query(({ ctx, input }) => mailsOfCustomer(ctx.deps, input)),

  /** Returns a page of the customer's security log. A mutation, because the audit log says who has read it. */
  securityLog: administrationProcedure('customer.readSecurityLog')
    .input(SecurityLogOfCustomer)
    .output(SecurityEventPage)
    .mutation(({ ctx, input: { customerId, before } }) =>
      ctx.act({ subject: accountSubject(customerId), reason: null }, async (inside) => ({
        result: await securityLogPage(inside, customerId, before),
      })),
    ),
});
