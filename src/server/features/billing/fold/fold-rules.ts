/**
 * Version of the rules that make projections from events. Increment it whenever the same events give other rows, for
 * example because a rule was corrected or a table has a new column. Each stream is then folded again in the background.
 */
export const foldRules = 3;
