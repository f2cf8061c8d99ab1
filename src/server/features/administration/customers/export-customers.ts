/** POST /administration/customers.csv: lets an administrator download all selected customers for a spreadsheet. */
import { type AuditedFile, FormNumber } from '#server/features/administration/audit/audited-file.ts';
import { type CustomerSelection, CustomersFileRequest } from '#shared/administration/customers.ts';
import { customerCsvWords, customersText } from './customer-csv.ts';
import { customerBatches } from './list-customers.ts';

export const customersFile: AuditedFile<CustomerSelection> = {
  act: 'customers.export',
  list: 'customers',
  form: CustomersFileRequest.extend({ plan: FormNumber.optional() }),
  fileName: (locale) => customerCsvWords[locale].fileName,
  text: (deps, { selection, locale, onRows }) =>
    customersText(customerBatches(deps, selection), locale, onRows),
};
