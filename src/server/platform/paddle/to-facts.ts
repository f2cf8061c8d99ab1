/** The one way from what Paddle sends to the facts that are folded. */
import { parseAlert } from './classic/alerts.ts';
import type { AlertMeaning } from './port.ts';
import type { PaddleProduct } from './reference.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Each product has a translator of its own; both tell the same facts. */
const translators: Partial<Record<PaddleProduct, (payload: Payload) => AlertMeaning>> = {
  classic(payload) {
    const meaning = parseAlert(payload);
    return meaning.status === 'fact' ? { status: 'facts', facts: [meaning.fact] } : meaning;
  },
};

/**
 * Translates a stored payload of that product. Never throws: nonsense is `malformed`, with the fields that are wrong. An
 * alert may tell several facts; all of them are about one stream.
 */
export const toFacts = (paddleProduct: PaddleProduct, payload: Payload): AlertMeaning =>
  translators[paddleProduct]?.(payload) ?? { status: 'unknown' };
