/** POST /administration/mails.csv: lets an administrator download all selected e-mails for a spreadsheet. */
import { type AuditedFile, FormNumber } from '#server/features/administration/audit/audited-file.ts';
import { type CsvHead, csvText, defused } from '#server/platform/csv.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { type ListedMail, type MailSelection, MailsFileRequest } from '#shared/administration/mails.ts';
import { mailBatches } from './list-mails.ts';

interface MailCsvWords extends CsvHead {
  fileName: string;
  /** Stands for the name of an account that has been erased. */
  erased: string;
}

const csvWords: Readonly<Record<Locale, MailCsvWords>> = {
  en: {
    fileName: 'e-mails',
    separator: ',',
    columns: [
      ...['E-mail', 'Kind', 'State', 'Customer', 'Customer’s name', 'Created (UTC)', 'Attempts'],
      ...['Last error', 'Next attempt (UTC)', 'Sent or given up (UTC)'],
    ],
    erased: 'erased',
  },
  fr: {
    fileName: 'e-mails',
    separator: ';',
    columns: [
      ...['E-mail', 'Type', 'État', 'Client', 'Nom du client', 'Création (UTC)', 'Tentatives'],
      ...['Dernière erreur', 'Prochaine tentative (UTC)', 'Envoi ou abandon (UTC)'],
    ],
    erased: 'effacé',
  },
};

/** Returns the fields of one e-mail. Kinds and states are codes, as in the documentation. */
function fieldsOf(mail: ListedMail, { erased }: MailCsvWords): string[] {
  const { id, template, state, customer, createdAt, attempts, lastError, nextAttemptAt, settledAt } = mail;
  const instant = (at: Date | null) => at?.toISOString() ?? '';
  return [
    ...[String(id), template, state, String(customer?.id ?? '')],
    customer === null ? '' : defused(customer.name ?? erased),
    ...[instant(createdAt), String(attempts), defused(lastError ?? '')],
    ...[instant(nextAttemptAt), instant(settledAt)],
  ];
}

export const mailsFile: AuditedFile<MailSelection> = {
  act: 'mails.export',
  list: 'mails',
  form: MailsFileRequest.extend({ customerId: FormNumber.optional() }),
  fileName: (locale) => csvWords[locale].fileName,
  text: (deps, { selection, locale, onRows }) => {
    const words = csvWords[locale];
    return csvText(words, mailBatches(deps, selection), (mail) => fieldsOf(mail, words), onRows);
  },
};
