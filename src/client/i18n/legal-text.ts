/** The shape of a legal page: headings with paragraphs. `{mail}` and `{days}` stand for this installation's. */
export interface LegalText {
  title: string;
  lead: string;
  sections: readonly { heading: string; paragraphs: readonly string[] }[];
}

export interface LegalTexts {
  terms: LegalText;
  privacy: LegalText;
}
