/**
 * The shape of a legal page: headings with paragraphs. `{mail}` stands for the support address of this installation,
 * `{days}` for the days of its grace period.
 */
import { CalendarDate } from '#shared/dates.ts';

export interface LegalText {
  title: string;
  lead: string;
  sections: readonly { heading: string; paragraphs: readonly string[] }[];
}

export interface LegalTexts {
  /** With `{day}`. */
  updatedOn: string;
  /** Heads the name and address of the operator. */
  operator: string;
  terms: LegalText;
  privacy: LegalText;
}

/** The day on which the texts last changed in substance, in all languages. */
export const legalUpdatedOn: CalendarDate = CalendarDate.parse('2026-11-29');
