/** A call that Paddle refuses: HTTP 200 with `success: false`. */
import { type Outcome, type RefusalCode, refusals } from '#twin/refusals.ts';

export class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const refuse = (code: RefusalCode): Refusal => new Refusal(code, refusals[code]);

/** Nothing when it was done. */
export function orRefuse(outcome: Outcome): void {
  if (outcome.status === 'refused') throw new Refusal(outcome.code, outcome.message);
}
