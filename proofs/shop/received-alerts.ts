/** Signs, verifies and parses alerts. The result is the same as if the alerts had arrived at Paddle's endpoint. */
import { generateKeyPairSync } from 'node:crypto';
import { refOf } from '#server/features/billing/fold/projection.ts';
import { streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import { alertOf } from '#server/platform/paddle/classic/alerts.ts';
import { alertOfHistory } from '#server/platform/paddle/classic/history-alert.ts';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { proveBody } from '#server/platform/paddle/classic/signature.ts';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import type { Alert } from '#server/platform/paddle/port.ts';
import { toFacts } from '#server/platform/paddle/to-facts.ts';
import { createSigner } from '#twin/alerts/signer.ts';
import type { AlertForm } from './life.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const signer = createSigner(privateKey);
const key = readPublicKey(publicKey);

/**
 * Returns the alert as delivered under this id. Throws if the portal would reject the alert, because that means the
 * history is wrong.
 */
export function delivered(form: AlertForm, alertId: number): Alert {
  const proof = proveBody(Buffer.from(signer.sign({ alert_id: String(alertId), ...form })), key);
  if (proof.status === 'refused') throw new Error(`${form.alert_name} was refused: ${proof.reason}`);
  return alertOf(proof.fields, proof.digest);
}

/** Returns the same alert in the form in which Paddle's alert history contains it. */
export function remembered(form: AlertForm, alertId: number): Alert {
  const alert = alertOfHistory({
    id: alertId,
    alert_name: form.alert_name,
    status: 'failed',
    created_at: form.event_time,
    updated_at: form.event_time,
    attempts: 288,
    fields: { ...form, alert_id: String(alertId) },
  });
  if (!alert) throw new Error(`the history's ${form.alert_name} cannot be read`);
  return alert;
}

/** Returns the stream and the facts of an alert. Throws if the alert contains no facts. */
export function understood({ name, payload }: Pick<Alert, 'name' | 'payload'>): {
  stream: string;
  facts: readonly PaddleFact[];
} {
  const meaning = toFacts('classic', payload);
  if (meaning.status !== 'facts') throw new Error(`${name} contains no fact: ${JSON.stringify(meaning)}`);
  const ref = refOf(meaning.facts);
  if (ref === null) throw new Error(`${name} has no subject`);
  return { stream: streamOpenedBy(ref), facts: meaning.facts };
}
