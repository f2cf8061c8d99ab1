/**
 * The structure of a legal page: sections with a heading and paragraphs. `{mail}` is replaced with the support address,
 * and `{days}` with the length of the grace period.
 */
import { CalendarDate } from '#shared/dates.ts';

export interface LegalText {
  title: string;
  lead: string;
  sections: readonly { heading: string; paragraphs: readonly string[] }[];
}

export interface LegalTexts {
  /** Contains the placeholder `{day}`. */
  updatedOn: string;
  /** Link to the texts that applied before. */
  earlier: string;
  /** Heading above the operator's name and address. */
  operator: string;
  /** Shown above a text that exists only in another language. */
  notTranslated: string;
  terms: LegalText;
  privacy: LegalText;
}

/** Date of the last substantive change to the texts, which is the same for all languages. */
export const legalUpdatedOn: CalendarDate = CalendarDate.parse('2026-11-30');
