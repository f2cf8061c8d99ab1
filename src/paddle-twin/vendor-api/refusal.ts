/** Refusals by Paddle, which it sends as HTTP 200 with `success: false`. */
import { type Outcome, type RefusalCode, refusals } from '#twin/refusals.ts';

export class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const refuse = (code: RefusalCode): Refusal => new Refusal(code, refusals[code]);

/** Throws a `Refusal` if the outcome is a refusal. */
export function orRefuse(outcome: Outcome): void {
  if (outcome.status === 'refused') throw new Refusal(outcome.code, outcome.message);
}
