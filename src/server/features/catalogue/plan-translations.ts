/** Reads the column of plans that holds their names and descriptions in further languages, as JSON. */
import { column } from '#server/platform/database/statements.ts';
import { PlanTranslations } from '#shared/catalogue/catalogue.ts';

export const translationsColumn = column.text
  .nullable()
  .transform((text): PlanTranslations => (text === null ? {} : PlanTranslations.parse(JSON.parse(text))));
