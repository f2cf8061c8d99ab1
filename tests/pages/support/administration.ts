/** An administrator, and what the server answers to them. */
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { AdministratorView } from '#shared/administration/administrators.ts';
import type { AuditEntry } from '#shared/administration/audit.ts';
import { type Answers, type FakeServer, fakeServer } from './fake-server.ts';
import { nora } from './fixtures.ts';

export const maya: AccountView = {
  ...{ ...nora, id: 3, name: 'Maya Okafor', email: 'maya@portal.example' },
  administratorRole: 'administrator',
};

export const anAdministrator = (given: Partial<AdministratorView> = {}): AdministratorView => ({
  ...{ id: 3, name: 'Maya Okafor', email: 'maya@portal.example', role: 'administrator' },
  ...{ hasTwoStep: true, isBlocked: false, isSelf: true },
  ...given,
});

export const aColleague = anAdministrator({
  ...{ id: 12, name: 'Sam Ortiz', email: 'sam@portal.example', role: 'support', isSelf: false },
});

export const anEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ id: 81, at: new Date('2026-11-30T14:05:00Z'), actor: { id: 3, name: 'Maya Okafor' } },
  ...{ actorRole: 'administrator', act: 'customer.block', outcome: 'done', errorCode: null },
  ...{ subject: { kind: 'account', id: '7' }, customer: { id: 7, name: 'Nora Lindqvist' } },
  ...{ reason: 'The account was taken over', before: { blocked: false } },
  ...{ after: { blocked: true, sessionsEnded: 2 }, intentId: null, requestId: 'req-81', isRedacted: false },
  ...given,
});

export const administrationAnswers = (answers: Partial<Answers> = {}): Partial<Answers> => ({
  'accounts.me': () => maya,
  'identity.signInMethods': () => ({
    ...{ hasPassword: true, hasAuthenticator: true, hasTwoStep: true },
    ...{ passkeys: 0, passkeysAlone: 0, providers: [] },
  }),
  'administration.administrators.list': () => [anAdministrator(), aColleague],
  'administration.audit.list': () => ({ entries: [anEntry()], newer: null, older: null }),
  ...answers,
});

/** A fake server for a signed-in administrator with two-step verification. */
export const administration = (answers: Partial<Answers> = {}): FakeServer =>
  fakeServer(administrationAnswers(answers));
