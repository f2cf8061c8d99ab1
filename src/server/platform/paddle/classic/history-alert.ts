/** Converts a row of Paddle's alert history to an alert, as if it had been delivered. */
import { z } from 'zod';
import type { Alert } from '#server/platform/paddle/port.ts';
import { alertOf } from './alerts.ts';
import { type PhpMap, type PhpValue, toBytes } from './php-form.ts';
import { digestOf } from './signature.ts';

const Name = z.string().min(1);

/** `fields` is the payload. If it lacks the name, id or time, the row's own columns have them. */
const HistoryRow = z.object({
  id: z.union([z.string(), z.number()]).nullish().catch(null),
  alert_name: Name.nullish().catch(null),
  created_at: z.string().nullish().catch(null),
  fields: z.record(z.string(), z.unknown()),
});

/**
 * Converts a value to text as PHP does. The history contains numbers and booleans where a delivered alert contains only
 * text.
 */
function textOf(value: unknown): PhpValue {
  if (value === null || value === undefined || value === false) return '';
  if (value === true) return '1';
  if (typeof value === 'object') return mapOf(Object.entries(value));
  return toBytes(String(value));
}

const mapOf = (entries: readonly (readonly [string, unknown])[]): PhpMap =>
  new Map(entries.map(([name, value]) => [toBytes(name), textOf(value)]));

/**
 * Converts a row of `alert/webhooks` to an alert. Returns null if the row can't be read. The result has the same
 * `alertId` or the same `digest` as the delivered alert, so that a duplicate is detected.
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
    // Calculated only when needed, because most rows are recognized by their id.
    get digest() {
      digest ??= digestOf(fields);
      return digest;
    },
  };
}
