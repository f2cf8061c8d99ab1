/**
 * The structure of a legal page: headings with paragraphs. `{mail}` is replaced with the portal's support address,
 * `{days}` with the length of its grace period.
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
  /** Heading above the operator's name and address. */
  operator: string;
  terms: LegalText;
  privacy: LegalText;
}

/** Date of the last substantive change to the texts, which is the same for all languages. */
export const legalUpdatedOn: CalendarDate = CalendarDate.parse('2026-11-30');
