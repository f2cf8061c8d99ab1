/** Collects what an import has done, row by row, for the operator. It contains numbers, never names or addresses. */
import type { DeliberateDifference } from '#server/features/takeover/billing/check-answers.ts';
import type { SkippedRow } from '#server/features/takeover/source/source.repository.ts';

export interface Finding {
  /** One of `FindingKind`, or the reason of a note about purchases. */
  kind: string;
  table: string;
  id: string;
}

/** What an import notes about a row of its own. */
interface Note {
  table: string;
  id: number;
  reason: string;
}

export type FindingKind = keyof typeof findingWords;

/** What the operator is told, and what to do. */
const findingWords = {
  address_taken:
    'has the address of another account and was imported without it; give it one by correcting the address',
  address_unusable: 'has an address that no mail can reach; correct it',
  secret_unreadable:
    'has an authenticator app whose secret no LARAVEL_APP_KEY opens; it can’t sign in until “portal user:reset-second-factor”',
  codes_unreadable: 'has recovery codes that no LARAVEL_APP_KEY opens; new ones can be made in the settings',
  password_unreadable: 'has a password in an unknown form; “Forgot your password?” sets a new one',
  provider_unknown:
    'signs in with a provider that this portal does not know; “Forgot your password?” sets a password',
  provider_not_set_up:
    'signs in with a provider that is not in LOGIN_PROVIDERS; “Forgot your password?” sets a password',
  provider_taken:
    'is linked to a provider’s account that another account here is linked to; the link was left out',
  passkey_unreadable: 'has a passkey that can’t be read; it has to be added again',
  passkey_taken: 'has a passkey that another account here has; it was left out',
  shortened: 'had a value longer than this portal stores; it was cut off',
  changed_in_both: 'was changed in both portals; what is here stays',
  deleted_here: 'was deleted here and stays deleted',
  deleted_there: 'was deleted in the PHP portal, but has signed in here since; decide whether to delete it',
  deleted_there_but_charged:
    'was deleted in the PHP portal, but Paddle still charges; cancel it at Paddle, then delete it',
  deleted_there_last_administrator: 'was deleted in the PHP portal, but is the last administrator here',
  answered_otherwise:
    'is answered otherwise than by the PHP portal, and not on purpose; “portal licence:read” and the licence’s timeline say why',
  failed: 'could not be imported; run the import again',
} as const;

const isKnown = (kind: string): kind is FindingKind => Object.hasOwn(findingWords, kind);
const wordsOf = (kind: string): string => (isKnown(kind) ? findingWords[kind] : `(${kind})`);

/** How the answers about keys compare with those of the PHP portal. */
const answerWords = {
  alike: 'alike',
  later_check: 'with the next check on a later day',
  last_day: 'still good on the last paid day',
  grace: 'good for some more days, because a payment is overdue',
  paid: 'good, because the subscription is paid',
  otherwise: 'otherwise, to be looked at',
} as const satisfies Record<DeliberateDifference | 'alike' | 'otherwise', string>;
type Answer = keyof typeof answerWords;

interface TableReport {
  came: number;
  changed: number;
  unchanged: number;
  removed: number;
}

const notCarriedOver =
  'Not carried over: sessions and remember-me cookies (people sign in again), personal access tokens (they opened nothing), invoice comments, the cache and failed jobs.';

export class Report {
  readonly tables = new Map<string, TableReport>();
  readonly answers = new Map<Answer, number>();
  readonly skipped: SkippedRow[] = [];
  readonly findings: Finding[] = [];

  count(table: string, what: keyof TableReport, by = 1): void {
    const known = this.tables.get(table) ?? { came: 0, changed: 0, unchanged: 0, removed: 0 };
    this.tables.set(table, { ...known, [what]: known[what] + by });
  }

  answer(how: Answer, by: number): void {
    if (by > 0) this.answers.set(how, (this.answers.get(how) ?? 0) + by);
  }

  find(kind: FindingKind, table: string, id: string | number): void {
    this.findings.push({ kind, table, id: String(id) });
  }

  /** Adds what the import of plans or purchases notes. */
  note({ skipped = [], findings = [] }: { skipped?: readonly Note[]; findings?: readonly Note[] }): void {
    this.skipped.push(...skipped.map(({ table, id, reason }) => ({ table, id: String(id), reason })));
    this.findings.push(...findings.map(({ table, id, reason }) => ({ kind: reason, table, id: String(id) })));
  }

  /** Adds another report, once what it tells is committed. */
  add(other: Report): void {
    for (const [table, counts] of other.tables)
      for (const what of Object.keys(counts) as (keyof TableReport)[]) this.count(table, what, counts[what]);
    for (const [how, count] of other.answers) this.answer(how, count);
    this.skipped.push(...other.skipped);
    this.findings.push(...other.findings);
  }

  json(): Record<string, unknown> {
    return {
      tables: Object.fromEntries(this.tables),
      answers: Object.fromEntries(this.answers),
      ...{ skipped: this.skipped, findings: this.findings },
    };
  }

  text(): string {
    const tables = [...this.tables].map(
      ([table, { came, changed, unchanged, removed }]) =>
        `${table}: ${came} new, ${changed} changed, ${removed} removed, ${unchanged} unchanged, ${this.skipped.filter((row) => row.table === table).length} skipped`,
    );
    const answers = [...this.answers].map(([how, count]) => `keys answered ${answerWords[how]}: ${count}`);
    const skipped = this.skipped.map(({ table, id, reason }) => `skipped: ${table} ${id} (${reason})`);
    const findings = this.findings.map(
      ({ kind, table, id }) => `to look at: ${table} ${id} ${wordsOf(kind)}`,
    );
    return [...tables, ...answers, ...skipped, ...findings, notCarriedOver].join('\n');
  }
}
