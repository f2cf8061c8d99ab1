/** Builds the `Deps` of the process, and a copy for each transaction. */
import type { Logger } from 'pino';
import type { Sequelize, Transaction } from 'sequelize';
import type { Config } from './config/config.ts';
import type { BoundDeps, Deps } from './deps.ts';
import { accountRepository } from './features/accounts/account.repository.ts';
import { administratorRepository } from './features/accounts/administrator.repository.ts';
import { apiTokenRepository } from './features/accounts/api-tokens/api-token.repository.ts';
import { changedCustomerRepository } from './features/accounts/customer-index/changed-customer.repository.ts';
import { customerFactRepository } from './features/accounts/customer-index/customer-fact.repository.ts';
import { searchWordRepository } from './features/accounts/customer-index/search-word.repository.ts';
import { emailChangeRepository } from './features/accounts/email-change/email-change.repository.ts';
import type { PendingSignIns } from './features/accounts/email-change/pending-sign-ins.ts';
import { emailCorrectionRepository } from './features/accounts/email-correction/email-correction.repository.ts';
import { mailChoiceRepository } from './features/accounts/mail-choices/mail-choice.repository.ts';
import { profileRepository } from './features/accounts/profile/profile.repository.ts';
import { auditLogRepository } from './features/administration/audit/audit-log.repository.ts';
import { listedCustomerRepository } from './features/administration/customers/listed-customer.repository.ts';
import { figureRepository } from './features/administration/figures/figure.repository.ts';
import { overviewCountRepository } from './features/administration/figures/overview-count.repository.ts';
import { listedEventRepository } from './features/administration/inbox/listed-event.repository.ts';
import { listedFlagRepository } from './features/administration/inbox/listed-flag.repository.ts';
import { listedMailRepository } from './features/administration/mails/listed-mail.repository.ts';
import { noteRepository } from './features/administration/notes/note.repository.ts';
import { subscriptionChangeRepository } from './features/billing/changes/subscription-change.repository.ts';
import { billingDetailsRepository } from './features/billing/checkout/billing-details.repository.ts';
import { claimPurchases } from './features/billing/claims/claim-purchases.ts';
import { customerWithSeveralRepository } from './features/billing/duplicate-subscriptions/customer-with-several.repository.ts';
import { eventRepository } from './features/billing/event-log/event.repository.ts';
import { type Identify, identifierReader } from './features/billing/event-log/identifiers.ts';
import { streamRepository } from './features/billing/event-log/stream.repository.ts';
import { flagRepository } from './features/billing/flag.repository.ts';
import type { FoundCharge } from './features/billing/fold/internal-events.ts';
import { createInbox } from './features/billing/inbox/create-inbox.ts';
import { cancellationRepository } from './features/billing/late-purchases/cancellation.repository.ts';
import { licenceDayRepository } from './features/billing/notices/licence-day.repository.ts';
import { paddleCustomerRepository } from './features/billing/ownership/paddle-customer.repository.ts';
import { recordEvent } from './features/billing/projections/record-event.ts';
import { listedReceiptRepository } from './features/billing/receipts/listed-receipts.repository.ts';
import { receiptRepository } from './features/billing/receipts/receipt.repository.ts';
import { refundRequestRepository } from './features/billing/refunds/refund-request.repository.ts';
import { subscriptionRefRepository } from './features/billing/streams/subscription-ref.repository.ts';
import { subscriptionRepository } from './features/billing/subscription.repository.ts';
import { subscriptionsOfLicences } from './features/billing/subscriptions-of-licences.ts';
import { planRepository } from './features/catalogue/plan.repository.ts';
import { planUseRepository } from './features/catalogue/plan-use.repository.ts';
import { authSecrets } from './features/identity/better-auth/auth-secrets.ts';
import { verificationRepository } from './features/identity/better-auth/stored-rows/verification.repository.ts';
import { passkeyRepository } from './features/identity/passkeys/passkey.repository.ts';
import { breachedPasswords } from './features/identity/passwords/breached-passwords.ts';
import { securityEventRepository } from './features/identity/security-log/security-event.repository.ts';
import { sessionRepository } from './features/identity/sessions/session.repository.ts';
import { viewSessionRepository } from './features/identity/sessions/view-session.repository.ts';
import { signInMethodsRepository } from './features/identity/sign-in-methods/sign-in-methods.repository.ts';
import { twoFactorRepository } from './features/identity/two-step/two-factor.repository.ts';
import { instanceClientRepository } from './features/instances/instance-client.repository.ts';
import { accessTokenRepository } from './features/instances/oauth/access-token.repository.ts';
import { legacyTokenRepository } from './features/instances/oauth/legacy-tokens/legacy-token.repository.ts';
import { clientSightingRepository } from './features/instances/ping-counts/client-sighting.repository.ts';
import { pingCountRepository } from './features/instances/ping-counts/ping-count.repository.ts';
import { licenceKeyRepository } from './features/licences/keys/licence-key.repository.ts';
import { licenceRepository } from './features/licences/licence.repository.ts';
import { lastPingRepository } from './features/licences/pings/last-ping.repository.ts';
import { createRedaction } from './features/privacy/erasure/create-redaction.ts';
import { personalDataRepository } from './features/privacy/export/personal-data.repository.ts';
import { legacyClientRepository } from './features/takeover/instances/legacy-client.repository.ts';
import { importedRowRepository } from './features/takeover/ledger/imported-row.repository.ts';
import { legacyPasswordResetRepository } from './features/takeover/links/legacy-password-reset.repository.ts';
import { mailTemplates } from './mails/mail-templates.ts';
import { createKeyVault } from './platform/crypto/key-vault.ts';
import { createLicenceCipher } from './platform/crypto/licence-cipher.ts';
import { afterCommit } from './platform/database/commit.ts';
import { currentTransaction } from './platform/database/current-transaction.ts';
import { withTransaction } from './platform/database/transactions.ts';
import { lazily } from './platform/lazily.ts';
import { createMailer } from './platform/mail/mailer.ts';
import { type OutboxRepository, outboxRepository } from './platform/mail/outbox.repository.ts';
import { createCardCache } from './platform/paddle/card-cache.ts';
import { classicPaddle } from './platform/paddle/classic/adapter.ts';
import { createPlanCache } from './platform/paddle/plan-cache.ts';
import type { PaddlePort } from './platform/paddle/port.ts';
import { createPriceCache } from './platform/paddle/price-cache.ts';
import { createLimiter } from './platform/rate-limits/limiter.ts';
import { rateLimitRepository } from './platform/rate-limits/rate-limit.repository.ts';
import type { Clock } from './platform/scheduling/clock.ts';
import { jobRepository } from './platform/scheduling/job.repository.ts';

interface Shared {
  onMailEnqueued: () => void;
  identify: Identify;
}

function repositories(db: Sequelize, { onMailEnqueued, identify }: Shared, transaction?: Transaction) {
  return lazily({
    accounts: () => accountRepository(db, transaction),
    administrators: () => administratorRepository(db, transaction),
    auditLog: () => auditLogRepository(db, transaction),
    figures: () => figureRepository(db, transaction),
    overviewCounts: () => overviewCountRepository(db, transaction),
    listedEvents: () => listedEventRepository(db, transaction),
    listedFlags: () => listedFlagRepository(db, transaction),
    notes: () => noteRepository(db, transaction),
    profiles: () => profileRepository(db, transaction),
    searchWords: () => searchWordRepository(db, transaction),
    customerFacts: () => customerFactRepository(db, transaction),
    changedCustomers: () => changedCustomerRepository(db),
    listedCustomers: () => listedCustomerRepository(db, transaction),
    listedMails: () => listedMailRepository(db, transaction),
    emailChanges: () => emailChangeRepository(db, transaction),
    emailCorrections: () => emailCorrectionRepository(db, transaction),
    mailChoices: () => mailChoiceRepository(db, transaction),
    sessions: () => sessionRepository(db, transaction),
    viewSessions: () => viewSessionRepository(db, transaction),
    securityEvents: () => securityEventRepository(db, transaction),
    apiTokens: () => apiTokenRepository(db, transaction),
    personalData: () => personalDataRepository(db, transaction),
    signInMethods: () => signInMethodsRepository(db, transaction),
    passkeys: () => passkeyRepository(db, transaction),
    twoFactors: () => twoFactorRepository(db, transaction),
    verifications: () => verificationRepository(db, transaction),
    legacyPasswordResets: () => legacyPasswordResetRepository(db, transaction),
    plans: () => planRepository(db, transaction),
    planUse: () => planUseRepository(db, transaction),
    events: () => eventRepository(db, transaction, identify),
    streams: () => streamRepository(db, transaction),
    subscriptions: () => subscriptionRepository(db, transaction),
    subscriptionRefs: () => subscriptionRefRepository(db, transaction),
    paddleCustomers: () => paddleCustomerRepository(db, transaction),
    cancellations: () => cancellationRepository(db, transaction),
    flags: () => flagRepository(db, transaction),
    subscriptionChanges: () => subscriptionChangeRepository(db, transaction),
    refundRequests: () => refundRequestRepository(db, transaction),
    customersWithSeveral: () => customerWithSeveralRepository(db, transaction),
    jobs: () => jobRepository(db),
    receipts: () => receiptRepository(db, transaction),
    listedReceipts: () => listedReceiptRepository(db, transaction),
    billingDetails: () => billingDetailsRepository(db, transaction),
    licences: () => licenceRepository(db, transaction),
    licenceDays: () => licenceDayRepository(db, transaction),
    licenceKeys: () => licenceKeyRepository(db, transaction),
    lastPings: () => lastPingRepository(db, transaction),
    instanceClients: () => instanceClientRepository(db, transaction),
    accessTokens: () => accessTokenRepository(db, transaction),
    legacyClients: () => legacyClientRepository(db, transaction),
    importedRows: () => importedRowRepository(db, transaction),
    legacyTokens: () => legacyTokenRepository(db, transaction),
    clientSightings: () => clientSightingRepository(db, transaction),
    pingCounts: () => pingCountRepository(db, transaction),
    outbox: () =>
      notifyAfterCommit(outboxRepository(db, transaction), () =>
        transaction ? afterCommit(transaction, onMailEnqueued) : onMailEnqueued(),
      ),
  });
}

/** Implements what accounts require of sign-in. */
const pendingSignInsOf = ({
  sessions,
  verifications,
}: Pick<Deps, 'sessions' | 'verifications'>): PendingSignIns => ({
  invalidate: (userId) => verifications.discard(userId, ['pending']),
  async endEverything(userId) {
    await sessions.endAll(userId);
    await verifications.discard(userId, ['pending', 'devices']);
  },
});

const notifyAfterCommit = (outbox: OutboxRepository, tell: () => void): OutboxRepository => ({
  ...outbox,
  async add(mails) {
    await outbox.add(mails);
    if (mails.length > 0) tell();
  },
});

/** Adds the dependencies that one feature implements for others, which must not import it. */
const withSuppliers = <
  T extends Parameters<typeof createRedaction>[0] &
    Parameters<typeof subscriptionsOfLicences>[0] &
    Parameters<typeof pendingSignInsOf>[0],
>(
  deps: T,
) =>
  Object.assign(deps, {
    subscriptionsOfLicences: subscriptionsOfLicences(deps),
    redaction: createRedaction(deps),
    pendingSignIns: pendingSignInsOf(deps),
  });

export interface Infrastructure {
  config: Config;
  db: Sequelize;
  log: Logger;
  clock: Pick<Clock, 'now'>;
  /** Called after an e-mail has been committed to the outbox, so that the e-mail can be sent before the next round. */
  onMailEnqueued?: () => void;
  /** A Paddle client to share with other `Deps` in this process. By default a new one is created. */
  paddle?: PaddlePort;
  /** Timeout of one call to Paddle in milliseconds; the adapter's default if omitted. */
  paddleTimeoutMs?: number | undefined;
  /** Milliseconds after which an alert is acknowledged even if it hasn't been applied yet. */
  alertAnswerWithinMs?: number | undefined;
}

export function buildDeps({
  config,
  db,
  log,
  clock,
  onMailEnqueued = () => undefined,
  paddleTimeoutMs,
  paddle = classicPaddle({
    ...{ ...config.paddle, log, now: clock.now },
    ...(paddleTimeoutMs === undefined ? {} : { timeoutMs: paddleTimeoutMs }),
  }),
  alertAnswerWithinMs,
}: Infrastructure): Deps {
  const keyVault = createKeyVault(config.appKeys);
  const shared = { onMailEnqueued, identify: identifierReader(paddle, keyVault) };
  const singletons = {
    now: clock.now,
    log,
    settings: {
      appUrl: config.appUrl,
      supportEmail: config.supportEmail,
      operator: config.operator,
      brand: config.brand,
      sourceUrl: config.sourceUrl,
      billingUrls: config.billingUrls,
      fallbackCountry: config.fallbackCountry,
      loginProviders: config.loginProviders.map(({ id }) => id),
      graceDays: config.licences.graceDays,
      nextCheckAfterDays: config.licences.nextCheckAfterDays,
      keepLicenceLinks: config.keepLicenceLinks,
      renewalNoticeMonthly: config.renewalNoticeMonthly,
      exchangeRates: config.exchangeRates,
      takeoverNoticeUntil: config.takeoverNoticeUntil,
      earlierTermsUrl: config.earlierTermsUrl,
      legacyTokens: config.legacyTokens,
    },
    licenceCipher: createLicenceCipher(config.privateKeys),
    keyVault,
    authSecrets: authSecrets(config.appKeys),
    isBreachedPassword: breachedPasswords({ url: config.breachedPasswordsUrl, log }),
    limiter: createLimiter({ counters: rateLimitRepository(db), vault: keyVault }),
    paddle,
    paddlePages: paddle,
    prices: createPriceCache(paddle, { now: Date.now }),
    cards: createCardCache(paddle, { now: Date.now }),
    paddlePlans: createPlanCache(paddle, { now: Date.now }),
    mail: createMailer({
      ...config.mail,
      supportEmail: config.supportEmail,
      operator: config.operator,
      brandName: config.brand.name,
      appUrl: config.appUrl,
      templates: mailTemplates,
      log,
    }),
  };
  // Uses `Object.assign` on the repositories, because spreading them would read, and thereby create, every lazy
  // repository.
  const assemble = (transaction?: Transaction) =>
    withSuppliers(Object.assign(repositories(db, shared, transaction), singletons));
  const boundTo = (transaction: Transaction): BoundDeps => {
    const bound: BoundDeps = Object.assign(assemble(transaction), {
      // Nested calls join the current transaction.
      transaction: ((inner) => inner(bound)) satisfies Deps['transaction'],
    });
    return bound;
  };
  const deps: BoundDeps = Object.assign(assemble(), {
    transaction: ((work) => {
      const signIns = currentTransaction();
      return signIns
        ? work(boundTo(signIns))
        : withTransaction(db, (transaction) => work(boundTo(transaction)));
    }) satisfies Deps['transaction'],
  });
  return Object.assign(deps, {
    async recordNextCharge(stream: string, event: FoundCharge) {
      await recordEvent(deps, { stream, source: 'system', event });
    },
    inbox: createInbox(deps, { answerWithinMs: alertAnswerWithinMs }),
    emailVerified: async (account) => {
      try {
        // Must come before the purchases are claimed, because the e-mails about them would be suppressed otherwise.
        await deps.accounts.setEmailRefused(account.email, null);
      } catch (error) {
        // Purchases are claimed all the same. The next accepted e-mail that the customer is waiting for clears it too.
        log.error({ err: error }, 'a confirmed address may still be marked as refused');
      }
      try {
        await claimPurchases(deps, account);
      } catch (error) {
        // The nightly `ownership` job will try again.
        log.error({ err: error }, 'could not look for purchases made with a confirmed address');
      }
    },
  } satisfies Pick<Deps, 'inbox' | 'recordNextCharge' | 'emailVerified'>);
}
