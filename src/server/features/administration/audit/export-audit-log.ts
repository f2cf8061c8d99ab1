/** POST /administration/audit-log.csv: lets administrators of every role download all selected entries. */
import { type CsvHead, csvText, defused } from '#server/platform/csv.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import {
  type AuditEntry,
  type AuditFacts,
  AuditFileRequest,
  type AuditFilter,
} from '#shared/administration/audit.ts';
import { type AuditedFile, FormNumber } from './audited-file.ts';
import { auditBatches } from './list-audit-log.ts';

interface AuditCsvWords extends CsvHead {
  fileName: string;
  /** Stands for the name of an account that has been erased. */
  erased: string;
  /** Stands for the name of the operator, who works on the command line. */
  operator: string;
  /** Stands for the reason of an entry whose customer has been erased. */
  redacted: string;
}

const csvWords: Readonly<Record<Locale, AuditCsvWords>> = {
  en: {
    fileName: 'audit-log',
    separator: ',',
    columns: [
      ...[
        'Entry',
        'Time (UTC)',
        'Administrator',
        'Administrator’s name',
        'Role',
        'Action',
        'Result',
        'Error',
      ],
      ...['Concerns', 'Number', 'Customer', 'Customer’s account', 'Reason', 'Before', 'After'],
      ...['Belongs to entry', 'Request ID'],
    ],
    erased: 'erased',
    operator: 'operator',
    redacted: 'removed: the customer was erased',
  },
  fr: {
    fileName: 'journal-audit',
    separator: ';',
    columns: [
      ...['Entrée', 'Date et heure (UTC)', 'Administrateur', 'Nom de l’administrateur', 'Rôle', 'Action'],
      ...['Résultat', 'Erreur', 'Concerne', 'Numéro', 'Client', 'Compte du client', 'Motif', 'Avant'],
      ...['Après', 'Se rattache à l’entrée', 'Identifiant de requête'],
    ],
    erased: 'effacé',
    operator: 'exploitant',
    redacted: 'supprimé : le client a été effacé',
  },
};

const factsText = (facts: AuditFacts | null): string => (facts === null ? '' : JSON.stringify(facts));

/**
 * Returns the fields of one entry. Acts, results and errors are codes, as in the documentation, so that files of both
 * languages can be compared. Customers have their numbers, not their names.
 */
function fieldsOf(entry: AuditEntry, words: AuditCsvWords): string[] {
  const { id, at, actor, actorRole, act, outcome, errorCode, subject, customer, reason } = entry;
  return [
    String(id),
    at.toISOString(),
    String(actor?.id ?? ''),
    actor === null ? words.operator : actor.name === null ? words.erased : defused(actor.name),
    ...[actorRole ?? '', act, outcome, errorCode ?? '', subject?.kind ?? ''],
    defused(subject?.id ?? ''),
    String(customer?.id ?? ''),
    customer !== null && customer.name === null ? words.erased : '',
    entry.isRedacted ? words.redacted : defused(reason ?? ''),
    ...[entry.before, entry.after].map(factsText).map(defused),
    String(entry.intentId ?? ''),
    defused(entry.requestId ?? ''),
  ];
}

export const auditFile: AuditedFile<AuditFilter> = {
  act: 'audit.export',
  list: 'audit-log',
  form: AuditFileRequest.extend({ actorId: FormNumber.optional(), customerId: FormNumber.optional() }),
  fileName: (locale) => csvWords[locale].fileName,
  text: (deps, { selection, locale, onRows }) => {
    const words = csvWords[locale];
    return csvText(words, auditBatches(deps, selection), (entry) => fieldsOf(entry, words), onRows);
  },
};
