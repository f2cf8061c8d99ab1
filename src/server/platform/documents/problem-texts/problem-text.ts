/** What the page of a problem says of it. */
import type { ProblemName } from '#shared/problems.ts';

export interface ProblemText {
  title: string;
  /** What has happened. */
  means: string;
  /** What whoever meets it should do. */
  action: string;
}

/** Everything that the pages of problems say, in one language. */
export interface ProblemTexts {
  unknownTitle: string;
  unknown: string;
  meansHeading: string;
  actionHeading: string;
  status: string;
  documentation: string;
  problems: Readonly<Record<ProblemName, ProblemText>>;
}
