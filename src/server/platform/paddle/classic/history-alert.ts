/** A row of Paddle's alert history → the alert that was delivered, or should have been. */
import { z } from 'zod';
import type { Alert } from '#server/platform/paddle/port.ts';
import { alertOf } from './alerts.ts';
import { type PhpMap, type PhpValue, toBytes } from './php-form.ts';
import { digestOf } from './signature.ts';

const Name = z.string().min(1);

/** `fields` is the payload. Its name, id and time may stand in the row alone. */
const HistoryRow = z.object({
  id: z.union([z.string(), z.number()]).nullish().catch(null),
  alert_name: Name.nullish().catch(null),
  created_at: z.string().nullish().catch(null),
  fields: z.record(z.string(), z.unknown()),
});

/** A value as text, the way PHP writes it: deliveries are all text, the history has numbers and booleans. */
function textOf(value: unknown): PhpValue {
  if (value === null || value === undefined || value === false) return '';
  if (value === true) return '1';
  if (typeof value === 'object') return mapOf(Object.entries(value));
  return toBytes(String(value));
}

const mapOf = (entries: readonly (readonly [string, unknown])[]): PhpMap =>
  new Map(entries.map(([name, value]) => [toBytes(name), textOf(value)]));

/**
 * The alert in a row of `alert/webhooks`; null when the row cannot be read. Its `alertId` or its `digest` is that of
 * the delivery, so that one of the two recognises it.
 */
export function alertOfHistory(row: unknown): Alert | null {
  const { data } = HistoryRow.safeParse(row);
  if (!data) return null;
  const fields = mapOf(Object.entries(data.fields));
  const fill = (name: string, value: unknown) => {
    if (!fields.get(name) && value !== null && value !== undefined) fields.set(name, textOf(value));
  };
  fill('alert_name', data.alert_name);
  fill('alert_id', data.id);
  fill('event_time', data.created_at);
  let digest: Buffer | undefined;
  return {
    ...alertOf(fields, Buffer.alloc(0)),
    // Most rows are known by their id, and nobody asks for this.
    get digest() {
      digest ??= digestOf(fields);
      return digest;
    },
  };
}
