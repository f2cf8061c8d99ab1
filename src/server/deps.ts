/**
 * The dependencies of use-cases. Types only: `build-deps` creates them, and each use-case declares what it needs with
 * `Pick`.
 */
import type { Logger } from 'pino';
import type { Brand } from '#server/platform/brand/brand.ts';
import type { ExchangeRates } from '#shared/administration/figures/exchange-rates.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { AccountRepository } from './features/accounts/account.repository.ts';
import type { AdministratorRepository } from './features/accounts/administrator.repository.ts';
import type { ApiTokenRepository } from './features/accounts/api-tokens/api-token.repository.ts';
import type { ChangedCustomerRepository } from './features/accounts/customer-index/changed-customer.repository.ts';
import type { CustomerFactRepository } from './features/accounts/customer-index/customer-fact.repository.ts';
import type { SearchWordRepository } from './features/accounts/customer-index/search-word.repository.ts';
import type { EmailChangeRepository } from './features/accounts/email-change/email-change.repository.ts';
import type { PendingSignIns } from './features/accounts/email-change/pending-sign-ins.ts';
import type { EmailCorrectionRepository } from './features/accounts/email-correction/email-correction.repository.ts';
import type { MailChoiceRepository } from './features/accounts/mail-choices/mail-choice.repository.ts';
import type { ProfileRepository } from './features/accounts/profile/profile.repository.ts';
import type { AuditLogRepository } from './features/administration/audit/audit-log.repository.ts';
import type { ListedCustomerRepository } from './features/administration/customers/listed-customer.repository.ts';
import type { FigureRepository } from './features/administration/figures/figure.repository.ts';
import type { OverviewCountRepository } from './features/administration/figures/overview-count.repository.ts';
import type { ListedEventRepository } from './features/administration/inbox/listed-event.repository.ts';
import type { ListedFlagRepository } from './features/administration/inbox/listed-flag.repository.ts';
import type { ListedMailRepository } from './features/administration/mails/listed-mail.repository.ts';
import type { NoteRepository } from './features/administration/notes/note.repository.ts';
import type { SubscriptionChangeRepository } from './features/billing/changes/subscription-change.repository.ts';
import type { BillingDetailsRepository } from './features/billing/checkout/billing-details.repository.ts';
import type { CustomerWithSeveralRepository } from './features/billing/duplicate-subscriptions/customer-with-several.repository.ts';
import type { EventRepository } from './features/billing/event-log/event.repository.ts';
import type { Redaction } from './features/billing/event-log/redaction.ts';
import type { StreamRepository } from './features/billing/event-log/stream.repository.ts';
import type { FlagRepository } from './features/billing/flag.repository.ts';
import type { FoundCharge } from './features/billing/fold/internal-events.ts';
import type { Inbox } from './features/billing/inbox/inbox.ts';
import type { CancellationRepository } from './features/billing/late-purchases/cancellation.repository.ts';
import type { LicenceDayRepository } from './features/billing/notices/licence-day.repository.ts';
import type { PaddleCustomerRepository } from './features/billing/ownership/paddle-customer.repository.ts';
import type { ListedReceiptRepository } from './features/billing/receipts/listed-receipts.repository.ts';
import type { ReceiptRepository } from './features/billing/receipts/receipt.repository.ts';
import type { RefundRequestRepository } from './features/billing/refunds/refund-request.repository.ts';
import type { SubscriptionRefRepository } from './features/billing/streams/subscription-ref.repository.ts';
import type { SubscriptionRepository } from './features/billing/subscription.repository.ts';
import type { PlanRepository } from './features/catalogue/plan.repository.ts';
import type { PlanUseRepository } from './features/catalogue/plan-use.repository.ts';
import type { AuthSecrets } from './features/identity/better-auth/auth-secrets.ts';
import type { VerificationRepository } from './features/identity/better-auth/stored-rows/verification.repository.ts';
import type { PasskeyRepository } from './features/identity/passkeys/passkey.repository.ts';
import type { IsBreached } from './features/identity/passwords/breached-passwords.ts';
import type { SecurityEventRepository } from './features/identity/security-log/security-event.repository.ts';
import type { SessionRepository } from './features/identity/sessions/session.repository.ts';
import type { ViewSessionRepository } from './features/identity/sessions/view-session.repository.ts';
import type { SignInMethodsRepository } from './features/identity/sign-in-methods/sign-in-methods.repository.ts';
import type { TwoFactorRepository } from './features/identity/two-step/two-factor.repository.ts';
import type { InstanceClientRepository } from './features/instances/instance-client.repository.ts';
import type { AccessTokenRepository } from './features/instances/oauth/access-token.repository.ts';
import type { LegacyTokenRepository } from './features/instances/oauth/legacy-tokens/legacy-token.repository.ts';
import type { LegacyTokenSettings } from './features/instances/oauth/legacy-tokens/legacy-token-verifier.ts';
import type { ClientSightingRepository } from './features/instances/ping-counts/client-sighting.repository.ts';
import type { PingCountRepository } from './features/instances/ping-counts/ping-count.repository.ts';
import type { LicenceKeyRepository } from './features/licences/keys/licence-key.repository.ts';
import type { LicenceRepository } from './features/licences/licence.repository.ts';
import type { LastPingRepository } from './features/licences/pings/last-ping.repository.ts';
import type { SubscriptionsOfLicences } from './features/licences/subscription-of-licence.ts';
import type { PersonalDataRepository } from './features/privacy/export/personal-data.repository.ts';
import type { LegacyClientRepository } from './features/takeover/instances/legacy-client.repository.ts';
import type { ImportedRowRepository } from './features/takeover/ledger/imported-row.repository.ts';
import type { LegacyPasswordResetRepository } from './features/takeover/links/legacy-password-reset.repository.ts';
import type { KeyVault } from './platform/crypto/key-vault.ts';
import type { LicenceCipher } from './platform/crypto/licence-cipher.ts';
import type { Mailer } from './platform/mail/mailer.ts';
import type { OutboxRepository } from './platform/mail/outbox.repository.ts';
import type { CardCache } from './platform/paddle/card-cache.ts';
import type { PlanCache } from './platform/paddle/plan-cache.ts';
import type { PaddlePages, PaddlePort } from './platform/paddle/port.ts';
import type { PriceCache } from './platform/paddle/price-cache.ts';
import type { Limiter } from './platform/rate-limits/limiter.ts';
import type { JobRepository } from './platform/scheduling/job.repository.ts';

export interface Deps {
  /**
   * Returns the time of the business clock, which applies to billing, licences and e-mails. Sign-in and OAuth use real
   * time.
   */
  now: () => Date;
  log: Logger;
  settings: {
    appUrl: string;
    supportEmail: string;
    /** The operator's name and address for the legal pages; null if not configured. */
    operator: { name: string | null; address: string | null };
    /** How the operator has made the portal their own. */
    brand: Pick<Brand, 'name' | 'logo' | 'products' | 'legalTexts'>;
    sourceUrl: string;
    billingUrls: Record<Product, string>;
    fallbackCountry: string;
    /** The providers that customers can sign in with, in display order. */
    loginProviders: LoginProviderId[];
    /** Days that a licence keeps working after the last paid day while its renewal is overdue. */
    graceDays: number;
    /**
     * Days after the last paid day when an instance checks its licence again: 1, or 0 as in the PHP portal. The check
     * is never before tomorrow.
     */
    nextCheckAfterDays: number;
    /** Whether customers can continue a cancelled subscription without a charge before its paid days are over. */
    keepLicenceLinks: boolean;
    /** The rates with which the overview converts revenue into one currency; null if it doesn't. */
    exchangeRates: ExchangeRates | null;
    /** Whether renewals of monthly plans are announced by e-mail too, and not only those of yearly plans. */
    renewalNoticeMonthly: boolean;
    /** The last day on which people are told what has changed since the PHP portal; null if they aren't told. */
    takeoverNoticeUntil: CalendarDate | null;
    /** A page with the terms and the privacy policy that applied before; null if there is none. */
    earlierTermsUrl: string | null;
    /** How access tokens of the PHP portal are verified. */
    legacyTokens: LegacyTokenSettings;
  };
  accounts: AccountRepository;
  /** What administrators did, tried to do and were refused. */
  auditLog: AuditLogRepository;
  /** What purchases contribute to the overview of administration. */
  figures: FigureRepository;
  /** Counts of the overview that no figure contains. */
  overviewCounts: OverviewCountRepository;
  /** The events of the log and the open flags, as administrators list them. */
  listedEvents: ListedEventRepository;
  listedFlags: ListedFlagRepository;
  /** Notes of administrators about customers. */
  notes: NoteRepository;
  /** Roles of accounts, and which accounts are blocked from signing in. */
  administrators: AdministratorRepository;
  profiles: ProfileRepository;
  /** The words by which administrators find customers. */
  searchWords: SearchWordRepository;
  /** What the administrators’ list of customers is filtered by. */
  customerFacts: CustomerFactRepository;
  changedCustomers: ChangedCustomerRepository;
  listedCustomers: ListedCustomerRepository;
  /** What administrators see of the outbox. */
  listedMails: ListedMailRepository;
  emailChanges: EmailChangeRepository;
  /** Addresses that administrators corrected. */
  emailCorrections: EmailCorrectionRepository;
  mailChoices: MailChoiceRepository;
  sessions: SessionRepository;
  /** Views of customers’ pages by administrators. */
  viewSessions: ViewSessionRepository;
  securityEvents: SecurityEventRepository;
  apiTokens: ApiTokenRepository;
  personalData: PersonalDataRepository;
  signInMethods: SignInMethodsRepository;
  passkeys: PasskeyRepository;
  twoFactors: TwoFactorRepository;
  verifications: VerificationRepository;
  /** Password reset links that the PHP portal sent. */
  legacyPasswordResets: LegacyPasswordResetRepository;
  /** Invalidates pending sign-ins and password reset links. Implemented by the identity feature. */
  pendingSignIns: PendingSignIns;
  /** Returns whether a password is known from data breaches. */
  isBreachedPassword: IsBreached;
  /** Secrets that the identity feature uses for signing and encryption. */
  authSecrets: AuthSecrets;
  plans: PlanRepository;
  /** What refers to plans: subscriptions, licences and receipts. */
  planUse: PlanUseRepository;
  events: EventRepository;
  streams: StreamRepository;
  /** Removes the personal data of erased customers from events. Implemented by the privacy feature. */
  redaction: Redaction;
  subscriptions: SubscriptionRepository;
  /** Records which Paddle subscriptions belong to which event streams. */
  subscriptionRefs: SubscriptionRefRepository;
  paddleCustomers: PaddleCustomerRepository;
  /** Subscriptions bought for an erased account, to be cancelled at Paddle. */
  cancellations: CancellationRepository;
  flags: FlagRepository;
  /** Changes that customers asked for, with their outcome. */
  subscriptionChanges: SubscriptionChangeRepository;
  /** Refunds that Paddle was asked for, with their outcome. */
  refundRequests: RefundRequestRepository;
  customersWithSeveral: CustomerWithSeveralRepository;
  jobs: JobRepository;
  receipts: ReceiptRepository;
  listedReceipts: ListedReceiptRepository;
  billingDetails: BillingDetailsRepository;
  licences: LicenceRepository;
  licenceDays: LicenceDayRepository;
  licenceKeys: LicenceKeyRepository;
  /** When each licence was last pinged, and with what answer. */
  lastPings: LastPingRepository;
  /** Subscription details shown with licences. Implemented by the billing feature. */
  subscriptionsOfLicences: SubscriptionsOfLicences;
  instanceClients: InstanceClientRepository;
  accessTokens: AccessTokenRepository;
  /** What clients of the PHP portal were when they were last imported. */
  legacyClients: LegacyClientRepository;
  /** Which rows of the PHP portal were imported. */
  importedRows: ImportedRowRepository;
  /** Access tokens that the PHP portal issued. */
  legacyTokens: LegacyTokenRepository;
  /** When each client of instances was last answered what. */
  clientSightings: ClientSightingRepository;
  /** How many requests of instances had which outcome. */
  pingCounts: PingCountRepository;
  /** Encrypts and decrypts licence keys with the key shared with the products. */
  licenceCipher: LicenceCipher;
  /** Encrypts and hashes what the portal stores, with subkeys of APP_KEY. */
  keyVault: KeyVault;
  /** Limits the number of attempts, counted across all processes. */
  limiter: Limiter;
  paddle: PaddlePort;
  /** The part of `paddle` that works without network requests. */
  paddlePages: PaddlePages;
  prices: PriceCache;
  cards: CardCache;
  paddlePlans: PlanCache;
  mail: Mailer;
  /** E-mails to be sent. Each is written in the same transaction as the change it reports, and sent afterwards. */
  outbox: OutboxRepository;
  /**
   * Runs `work` with repositories bound to one transaction. Reruns it after a deadlock, so `work` must have no effects
   * outside the database.
   */
  transaction: <T>(work: (deps: BoundDeps) => Promise<T>) => Promise<T>;
  /** Stores and applies alerts. Opens its transactions itself. */
  inbox: Inbox;
  /** Logs and applies what Paddle answered about the next charge of a stream's subscription. */
  recordNextCharge: (stream: string, event: FoundCharge) => Promise<void>;
  /**
   * Call when an account has verified its address. Assigns the purchases made with that address to the account, and
   * sends e-mails to the address again if a mail server had refused it. Never rejects.
   */
  emailVerified: (account: { id: number; email: string }) => Promise<void>;
}

declare module './platform/registered-deps.ts' {
  interface Register {
    deps: Deps;
  }
}

/** The dependencies available inside a transaction. */
export type BoundDeps = Omit<Deps, 'inbox' | 'recordNextCharge' | 'emailVerified'>;
