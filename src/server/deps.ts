/** What a use-case may touch. Types only: `build-deps` makes the real ones, a use-case names its share with `Pick`. */
import type { Logger } from 'pino';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { AccountRepository } from './features/accounts/account.repository.ts';
import type { ApiTokenRepository } from './features/accounts/api-tokens/api-token.repository.ts';
import type { EmailChangeRepository } from './features/accounts/email-change/email-change.repository.ts';
import type { ProfileRepository } from './features/accounts/profile/profile.repository.ts';
import type { CustomerWithSeveralRepository } from './features/billing/duplicate-subscriptions/customer-with-several.repository.ts';
import type { EventRepository } from './features/billing/event-log/event.repository.ts';
import type { Redaction } from './features/billing/event-log/redaction.ts';
import type { StreamRepository } from './features/billing/event-log/stream.repository.ts';
import type { FlagRepository } from './features/billing/flag.repository.ts';
import type { Inbox } from './features/billing/inbox/inbox.ts';
import type { CancellationRepository } from './features/billing/late-purchases/cancellation.repository.ts';
import type { PaddleCustomerRepository } from './features/billing/ownership/paddle-customer.repository.ts';
import type { ReceiptRepository } from './features/billing/receipts/receipt.repository.ts';
import type { SubscriptionRefRepository } from './features/billing/streams/subscription-ref.repository.ts';
import type { SubscriptionRepository } from './features/billing/subscription.repository.ts';
import type { PlanRepository } from './features/catalogue/plan.repository.ts';
import type { AuthSecrets } from './features/identity/better-auth/auth-secrets.ts';
import type { PasskeyRepository } from './features/identity/passkeys/passkey.repository.ts';
import type { IsBreached } from './features/identity/passwords/breached-passwords.ts';
import type { EmailCodeRepository } from './features/identity/reauthentication/email-code.repository.ts';
import type { SecurityEventRepository } from './features/identity/security-log/security-event.repository.ts';
import type { SessionRepository } from './features/identity/sessions/session.repository.ts';
import type { SignInMethodsRepository } from './features/identity/sign-in-methods/sign-in-methods.repository.ts';
import type { TwoFactorRepository } from './features/identity/two-step/two-factor.repository.ts';
import type { InstanceClientRepository } from './features/instances/instance-client.repository.ts';
import type { AccessTokenRepository } from './features/instances/oauth/access-token.repository.ts';
import type { LicenceKeyRepository } from './features/licences/keys/licence-key.repository.ts';
import type { LicenceRepository } from './features/licences/licence.repository.ts';
import type { SubscriptionsOfLicences } from './features/licences/subscription-of-licence.ts';
import type { PersonalDataRepository } from './features/privacy/export/personal-data.repository.ts';
import type { KeyVault } from './platform/crypto/key-vault.ts';
import type { LicenceCipher } from './platform/crypto/licence-cipher.ts';
import type { Mailer } from './platform/mail/mailer.ts';
import type { OutboxRepository } from './platform/mail/outbox.repository.ts';
import type { PaddlePages, PaddlePort } from './platform/paddle/port.ts';
import type { PriceCache } from './platform/paddle/price-cache.ts';
import type { Limiter } from './platform/rate-limits/limiter.ts';
import type { JobRepository } from './platform/scheduling/job.repository.ts';

export interface Deps {
  /** The business clock: billing, licences, mails. Sign-in and OAuth use real time. */
  now: () => Date;
  log: Logger;
  settings: {
    appUrl: string;
    supportEmail: string;
    /** Who runs the portal and where, for the legal pages; null where the settings do not say. */
    operator: { name: string | null; address: string | null };
    sourceUrl: string;
    billingUrls: Record<Product, string>;
    fallbackCountry: string;
    /** Whom else somebody may sign in with. */
    loginProviders: LoginProviderId[];
    /** Days a licence works on after the paid day when its renewal is overdue. */
    graceDays: number;
    /** 1: an instance asks on the day after the paid day; 0: on the paid day, as the PHP portal had it. */
    nextCheckAfterDays: number;
  };
  accounts: AccountRepository;
  profiles: ProfileRepository;
  emailChanges: EmailChangeRepository;
  sessions: SessionRepository;
  securityEvents: SecurityEventRepository;
  apiTokens: ApiTokenRepository;
  personalData: PersonalDataRepository;
  signInMethods: SignInMethodsRepository;
  passkeys: PasskeyRepository;
  twoFactors: TwoFactorRepository;
  emailCodes: EmailCodeRepository;
  /** Whether a password is known from breaches. */
  isBreachedPassword: IsBreached;
  /** What identity signs and encrypts with. */
  authSecrets: AuthSecrets;
  plans: PlanRepository;
  events: EventRepository;
  streams: StreamRepository;
  /** What the event log needs to know about erased people; privacy implements it. */
  redaction: Redaction;
  subscriptions: SubscriptionRepository;
  /** Which subscriptions at Paddle pay for which streams. */
  subscriptionRefs: SubscriptionRefRepository;
  paddleCustomers: PaddleCustomerRepository;
  /** Subscriptions bought for an erased account, which are cancelled at Paddle. */
  cancellations: CancellationRepository;
  flags: FlagRepository;
  customersWithSeveral: CustomerWithSeveralRepository;
  jobs: JobRepository;
  receipts: ReceiptRepository;
  licences: LicenceRepository;
  licenceKeys: LicenceKeyRepository;
  /** What licences show of their subscriptions; billing implements it. */
  subscriptionsOfLicences: SubscriptionsOfLicences;
  instanceClients: InstanceClientRepository;
  accessTokens: AccessTokenRepository;
  /** Seals and opens licence keys with the key shared with the products. */
  licenceCipher: LicenceCipher;
  /** Encrypts and hashes what the portal stores, with subkeys of APP_KEY. */
  keyVault: KeyVault;
  /** Counts tries for all processes together. */
  limiter: Limiter;
  paddle: PaddlePort;
  /** The part of it that asks nothing over the network. */
  paddlePages: PaddlePages;
  prices: PriceCache;
  mail: Mailer;
  /** Mails that are owed: written with what they are about, sent afterwards. */
  outbox: OutboxRepository;
  /** Runs `work` with repositories bound to one transaction; run again on a deadlock, so it may only touch the database. */
  transaction: <T>(work: (deps: BoundDeps) => Promise<T>) => Promise<T>;
  /** Takes alerts in; it opens transactions of its own. */
  inbox: Inbox;
  /** An address is known to be its account's: what was bought with it becomes theirs. Never rejects. */
  emailVerified: (account: { id: number; email: string }) => Promise<void>;
}

declare module './platform/registered-deps.ts' {
  interface Register {
    deps: Deps;
  }
}

/** What work inside a transaction may touch. */
export type BoundDeps = Omit<Deps, 'inbox' | 'emailVerified'>;
