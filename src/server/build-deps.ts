/** Builds the real Deps once, and again around a transaction. */
import type { Logger } from 'pino';
import type { Sequelize, Transaction } from 'sequelize';
import type { Config } from './config.ts';
import type { BoundDeps, Deps } from './deps.ts';
import { accountRepository } from './features/accounts/account.repository.ts';
import { eventRepository } from './features/billing/event.repository.ts';
import { flagRepository } from './features/billing/flag.repository.ts';
import { createInbox } from './features/billing/inbox/inbox.ts';
import { jobRepository } from './features/billing/job.repository.ts';
import { paddleCustomerRepository } from './features/billing/paddle-customer.repository.ts';
import { receiptRepository } from './features/billing/receipt.repository.ts';
import { subjectRepository } from './features/billing/subject.repository.ts';
import { subscriptionRepository } from './features/billing/subscription.repository.ts';
import { planRepository } from './features/catalogue/plan.repository.ts';
import { instanceClientRepository } from './features/instances/instance-client.repository.ts';
import { licenceRepository } from './features/licences/licence.repository.ts';
import { licenceKeyRepository } from './features/licences/licence-key.repository.ts';
import type { Clock } from './platform/clock.ts';
import { createKeyVault } from './platform/crypto/key-vault.ts';
import { createLicenceCipher } from './platform/crypto/licence-cipher.ts';
import { inTransaction } from './platform/database/transactions.ts';
import { createMailer } from './platform/mail/mailer.ts';
import { outboxRepository } from './platform/mail/outbox.repository.ts';
import { accessTokenRepository } from './platform/oauth/access-token.repository.ts';
import { signingKeyRepository } from './platform/oauth/signing-key.repository.ts';
import { classicPaddle } from './platform/paddle/classic-adapter.ts';
import { createPriceCache } from './platform/paddle/price-cache.ts';

function repositories(db: Sequelize, transaction?: Transaction) {
  return {
    accounts: accountRepository(db, transaction),
    plans: planRepository(db, transaction),
    events: eventRepository(db, transaction),
    subjects: subjectRepository(db, transaction),
    subscriptions: subscriptionRepository(db, transaction),
    paddleCustomers: paddleCustomerRepository(db, transaction),
    flags: flagRepository(db, transaction),
    jobs: jobRepository(db),
    receipts: receiptRepository(db, transaction),
    licences: licenceRepository(db, transaction),
    licenceKeys: licenceKeyRepository(db, transaction),
    instanceClients: instanceClientRepository(db, transaction),
    accessTokens: accessTokenRepository(db, transaction),
    signingKeys: signingKeyRepository(db),
    outbox: outboxRepository(db, transaction),
  };
}

export interface Foundations {
  config: Config;
  db: Sequelize;
  log: Logger;
  clock: Pick<Clock, 'now'>;
}

export function buildDeps({ config, db, log, clock }: Foundations): Deps {
  const paddle = classicPaddle({ ...config.paddle, log, now: clock.now });
  const lasting = {
    now: clock.now,
    log,
    settings: {
      appUrl: config.appUrl,
      supportEmail: config.supportEmail,
      sourceUrl: config.sourceUrl,
      billingUrls: config.billingUrls,
      fallbackCountry: config.fallbackCountry,
      graceDays: config.licences.graceDays,
      nextCheckAfterDays: config.licences.nextCheckAfterDays,
    },
    licenceCipher: createLicenceCipher(config.privateKeys),
    keyVault: createKeyVault(config.appKeys),
    paddle,
    prices: createPriceCache(paddle, { now: Date.now }),
    mail: createMailer({ ...config.mail, supportEmail: config.supportEmail, appUrl: config.appUrl, log }),
  };
  const deps: BoundDeps = {
    ...lasting,
    ...repositories(db),
    transaction: (work) =>
      inTransaction(db, (transaction) => {
        const bound: BoundDeps = {
          ...lasting,
          ...repositories(db, transaction),
          // Already inside one: work that asks again joins it.
          transaction: (inner) => inner(bound),
        };
        return work(bound);
      }),
  };
  return { ...deps, inbox: createInbox(deps) };
}
