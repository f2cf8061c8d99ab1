/** Types of the texts on problem pages. */
import type { ProblemName } from '#shared/problems.ts';

export interface ProblemText {
  title: string;
  /** The cause of the problem. */
  means: string;
  /** The remedy, addressed to the reader. */
  action: string;
}

/** All texts of the problem pages in one language. */
export interface ProblemTexts {
  unknownTitle: string;
  unknown: string;
  meansHeading: string;
  actionHeading: string;
  status: string;
  documentation: string;
  problems: Readonly<Record<ProblemName, ProblemText>>;
}
