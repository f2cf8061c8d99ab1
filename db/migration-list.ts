/** All migrations by name, in order. They are imported statically so that the server bundle includes them. */
import type { Migration } from './migration.ts';
import * as accounts from './migrations/2026.11.23T00.accounts.ts';
import * as billing from './migrations/2026.11.23T01.billing.ts';
import * as licences from './migrations/2026.11.23T02.licences.ts';
import * as instances from './migrations/2026.11.23T03.instances.ts';
import * as convergence from './migrations/2026.11.24T00.convergence.ts';
import * as outbox from './migrations/2026.11.24T01.outbox.ts';
import * as jobs from './migrations/2026.11.24T02.jobs.ts';
import * as erasure from './migrations/2026.11.24T03.erasure.ts';
import * as tombstones from './migrations/2026.11.24T04.tombstones.ts';
import * as accountSecurity from './migrations/2026.11.27T00.account-security.ts';
import * as verificationValues from './migrations/2026.11.27T01.verification-values.ts';
import * as passkeysThatVerify from './migrations/2026.11.27T02.passkeys-that-verify.ts';
import * as ownerByAddress from './migrations/2026.11.29T00.owner-by-address.ts';
import * as eventIdentifiers from './migrations/2026.11.29T01.event-identifiers.ts';
import * as validity from './migrations/2026.11.29T02.validity.ts';
import * as workThatComesRound from './migrations/2026.11.29T03.work-that-comes-round.ts';
import * as decimalsOfCurrencies from './migrations/2026.11.29T06.decimals-of-currencies.ts';
import * as nothingIsSigned from './migrations/2026.11.29T07.nothing-is-signed.ts';
import * as stoppedEmailChanges from './migrations/2026.11.29T08.stopped-email-changes.ts';
import * as plansThatChanged from './migrations/2026.11.29T09.plans-that-changed.ts';
import * as wordsOfTheField from './migrations/2026.11.30T00.words-of-the-field.ts';
import * as subscriptionRefs from './migrations/2026.11.30T10.subscription-refs.ts';
import * as columnsThatAreAlwaysSet from './migrations/2026.11.30T20.columns-that-are-always-set.ts';
import * as refundsInTotal from './migrations/2026.11.30T21.refunds-in-total.ts';
import * as outboxStates from './migrations/2026.11.30T22.outbox-states.ts';
import * as subscriptionChanges from './migrations/2026.11.30T30.subscription-changes.ts';
import * as pauseAllowed from './migrations/2026.11.30T31.pause-allowed.ts';
import * as lastPings from './migrations/2026.11.30T35.last-pings.ts';
import * as mailChoices from './migrations/2026.11.30T38.mail-choices.ts';
import * as daysOfNotices from './migrations/2026.11.30T39.days-of-notices.ts';
import * as suppressedMails from './migrations/2026.11.30T40.suppressed-mails.ts';
import * as partPayments from './migrations/2026.11.30T41.part-payments.ts';
import * as billingDetails from './migrations/2026.11.30T42.billing-details.ts';
import * as passkeysLastUsed from './migrations/2026.11.30T45.passkeys-last-used.ts';
import * as nextCharges from './migrations/2026.11.30T46.next-charges.ts';
import * as planTranslations from './migrations/2026.11.30T47.plan-translations.ts';
import * as answeredFlags from './migrations/2026.11.30T48.answered-flags.ts';
import * as usedBillingDetails from './migrations/2026.11.30T48.used-billing-details.ts';
import * as partPaymentsAgain from './migrations/2026.11.30T49.part-payments-again.ts';
import * as administratorRole from './migrations/2026.11.30T50.administrator-role.ts';
import * as auditLog from './migrations/2026.11.30T51.audit-log.ts';
import * as viewSessions from './migrations/2026.11.30T52.view-sessions.ts';
import * as administratorNotes from './migrations/2026.11.30T53.administrator-notes.ts';
import * as dailyFigures from './migrations/2026.11.30T55.daily-figures.ts';
import * as searchWords from './migrations/2026.11.30T56.search-words.ts';
import * as customerFacts from './migrations/2026.11.30T57.customer-facts.ts';
import * as foldRules from './migrations/2026.11.30T57.fold-rules.ts';
import * as refundRequests from './migrations/2026.11.30T58.refund-requests.ts';
import * as changesByAdministrators from './migrations/2026.11.30T59.changes-by-administrators.ts';
import * as emailCorrections from './migrations/2026.11.30T60.email-corrections.ts';
import * as retiredPlans from './migrations/2026.11.30T62.retired-plans.ts';
import * as subscriptionsByPlan from './migrations/2026.11.30T63.subscriptions-by-plan.ts';
import * as clientSecrets from './migrations/2026.11.30T64.client-secrets.ts';
import * as clientSightings from './migrations/2026.11.30T65.client-sightings.ts';
import * as overdueChecks from './migrations/2026.11.30T66.overdue-checks.ts';
import * as mailLists from './migrations/2026.11.30T67.mail-lists.ts';
import * as eventLists from './migrations/2026.11.30T69.event-lists.ts';
import * as jobRuns from './migrations/2026.11.30T70.job-runs.ts';
import * as mailsOfPurchases from './migrations/2026.11.30T71.mails-of-purchases.ts';
import * as unfiguredStreams from './migrations/2026.12.01T00.unfigured-streams.ts';
import * as importedRows from './migrations/2026.12.01T10.imported-rows.ts';
import * as legacyTokens from './migrations/2026.12.01T30.legacy-tokens.ts';
import * as legacyPasswordResets from './migrations/2026.12.01T31.legacy-password-resets.ts';
import * as legacyClients from './migrations/2026.12.01T32.legacy-clients.ts';

export const migrations: Readonly<Record<string, { up: Migration; down: Migration }>> = {
  '2026.11.23T00.accounts': accounts,
  '2026.11.23T01.billing': billing,
  '2026.11.23T02.licences': licences,
  '2026.11.23T03.instances': instances,
  '2026.11.24T00.convergence': convergence,
  '2026.11.24T01.outbox': outbox,
  '2026.11.24T02.jobs': jobs,
  '2026.11.24T03.erasure': erasure,
  '2026.11.24T04.tombstones': tombstones,
  '2026.11.27T00.account-security': accountSecurity,
  '2026.11.27T01.verification-values': verificationValues,
  '2026.11.27T02.passkeys-that-verify': passkeysThatVerify,
  '2026.11.29T00.owner-by-address': ownerByAddress,
  '2026.11.29T01.event-identifiers': eventIdentifiers,
  '2026.11.29T02.validity': validity,
  '2026.11.29T03.work-that-comes-round': workThatComesRound,
  '2026.11.29T06.decimals-of-currencies': decimalsOfCurrencies,
  '2026.11.29T07.nothing-is-signed': nothingIsSigned,
  '2026.11.29T08.stopped-email-changes': stoppedEmailChanges,
  '2026.11.29T09.plans-that-changed': plansThatChanged,
  '2026.11.30T00.words-of-the-field': wordsOfTheField,
  '2026.11.30T10.subscription-refs': subscriptionRefs,
  '2026.11.30T20.columns-that-are-always-set': columnsThatAreAlwaysSet,
  '2026.11.30T21.refunds-in-total': refundsInTotal,
  '2026.11.30T22.outbox-states': outboxStates,
  '2026.11.30T30.subscription-changes': subscriptionChanges,
  '2026.11.30T31.pause-allowed': pauseAllowed,
  '2026.11.30T35.last-pings': lastPings,
  '2026.11.30T38.mail-choices': mailChoices,
  '2026.11.30T39.days-of-notices': daysOfNotices,
  '2026.11.30T40.suppressed-mails': suppressedMails,
  '2026.11.30T41.part-payments': partPayments,
  '2026.11.30T42.billing-details': billingDetails,
  '2026.11.30T45.passkeys-last-used': passkeysLastUsed,
  '2026.11.30T46.next-charges': nextCharges,
  '2026.11.30T47.plan-translations': planTranslations,
  '2026.11.30T48.answered-flags': answeredFlags,
  '2026.11.30T48.used-billing-details': usedBillingDetails,
  '2026.11.30T49.part-payments-again': partPaymentsAgain,
  '2026.11.30T50.administrator-role': administratorRole,
  '2026.11.30T51.audit-log': auditLog,
  '2026.11.30T52.view-sessions': viewSessions,
  '2026.11.30T53.administrator-notes': administratorNotes,
  '2026.11.30T55.daily-figures': dailyFigures,
  '2026.11.30T56.search-words': searchWords,
  '2026.11.30T57.customer-facts': customerFacts,
  '2026.11.30T57.fold-rules': foldRules,
  '2026.11.30T58.refund-requests': refundRequests,
  '2026.11.30T59.changes-by-administrators': changesByAdministrators,
  '2026.11.30T60.email-corrections': emailCorrections,
  '2026.11.30T62.retired-plans': retiredPlans,
  '2026.11.30T63.subscriptions-by-plan': subscriptionsByPlan,
  '2026.11.30T64.client-secrets': clientSecrets,
  '2026.11.30T65.client-sightings': clientSightings,
  '2026.11.30T66.overdue-checks': overdueChecks,
  '2026.11.30T67.mail-lists': mailLists,
  '2026.11.30T69.event-lists': eventLists,
  '2026.11.30T70.job-runs': jobRuns,
  '2026.11.30T71.mails-of-purchases': mailsOfPurchases,
  '2026.12.01T00.unfigured-streams': unfiguredStreams,
  '2026.12.01T10.imported-rows': importedRows,
  '2026.12.01T30.legacy-tokens': legacyTokens,
  '2026.12.01T31.legacy-password-resets': legacyPasswordResets,
  '2026.12.01T32.legacy-clients': legacyClients,
};
