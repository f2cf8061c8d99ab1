/** Translates alerts of any Paddle product into the facts that are folded. */
import { alertOfFact, parseAlert } from './classic/alerts.ts';
import type { PaddleFact } from './facts.ts';
import type { AlertMeaning } from './port.ts';
import type { PaddleProduct } from './reference.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Each product has its own translator; all of them produce the same facts. */
const translators: Partial<Record<PaddleProduct, (payload: Payload) => AlertMeaning>> = {
  classic(payload) {
    const meaning = parseAlert(payload);
    return meaning.status === 'fact' ? { status: 'facts', facts: [meaning.fact] } : meaning;
  },
};

/**
 * Translates a stored payload of the given product. Never throws: an invalid payload is `malformed`, with a list of the
 * invalid fields. An alert may yield several facts, all of which belong to one stream.
 */
export const toFacts = (paddleProduct: PaddleProduct, payload: Payload): AlertMeaning =>
  translators[paddleProduct]?.(payload) ?? { status: 'unknown' };

/** Returns the names of the alerts, of any product, that may report a fact of this type. */
export const alertsOf = (fact: PaddleFact['type']): readonly string[] => [alertOfFact(fact)];
