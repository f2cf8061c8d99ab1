/**
 * Generates alerts like those of Paddle's simulator: the fields of a real alert, filled with nonsense
 * (docs/paddle-classic.md A17).
 */
import type { Random } from '#twin/random.ts';
import type { Fields } from './common-fields.ts';

/** Fields that the simulator fills with the field's own name. */
const namesItself =
  /^(?:unit_price|next_payment_amount|customer_name|old_.*|new_price|new_unit_price|attempt_number)$/;
const isNumber = /^\d+(?:\.\d+)?$/;
const isDay = /^\d{4}-\d{2}-\d{2}$/;

/** Replaces the values with nonsense. The caller adds `alert_name` and `event_time`. */
export function nonsenseOf(fields: Fields, random: Random): Fields {
  const digit = () => String(1 + Math.floor(random.next() * 9));
  const nonsense = (name: string, value: string): string => {
    if (namesItself.test(name)) return name;
    if (name === 'marketing_consent') return random.next() < 0.5 ? '' : '1';
    if (name === 'initial_payment') return random.next() < 0.5 ? 'true' : 'false';
    if (name === 'passthrough') return 'Example String';
    if (name === 'email') return `someone.${digit()}@example.net`;
    if (name === 'linked_subscriptions') return `${digit()}, ${digit()}, ${digit()}`;
    if (name === 'order_id' || name.endsWith('_id')) return digit();
    if (name === 'cancellation_effective_date') return `${value} 10:24:31`;
    if (isDay.test(value)) return value;
    return isNumber.test(value) ? `${digit()}${digit()}.${digit()}${digit()}` : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, nonsense(name, value)]));
}
