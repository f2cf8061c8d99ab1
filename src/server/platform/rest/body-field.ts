/** Reads one field of a body in memory: JSON, a URL-encoded form or a multipart form. */
import { Busboy } from '@fastify/busboy';

/** Maximum number of parts. No client that has to send one field sends as many. */
const maxParts = 20;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Returns all values of a field in a multipart form (RFC 7578), ignoring files. */
function multipartValues(bytes: Buffer, contentType: string, name: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const values: string[] = [];
    const tooMany = () => reject(new Error(`more than ${maxParts} parts`));
    // Throws if the content type names no boundary. The promise is then rejected.
    const parser = new Busboy({
      headers: { 'content-type': contentType },
      limits: { parts: maxParts, fields: maxParts, files: 0, headerPairs: maxParts, fieldNameSize: 100 },
    });
    parser.on('field', (field, value) => {
      if (field === name) values.push(value);
    });
    parser.on('partsLimit', tooMany);
    parser.on('fieldsLimit', tooMany);
    parser.once('error', reject);
    parser.once('finish', () => resolve(values));
    parser.end(bytes);
  });
}

async function read(bytes: Buffer, contentType: string, name: string): Promise<unknown> {
  const onlyOne = (values: readonly string[]) => (values.length === 1 ? values[0] : undefined);
  if (/^multipart\/form-data\b/i.test(contentType))
    return onlyOne(await multipartValues(bytes, contentType, name));
  const text = utf8.decode(bytes);
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
    return onlyOne(new URLSearchParams(text).getAll(name));
  const json: unknown = JSON.parse(text);
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

/**
 * Returns the value of a field. A body that isn't a form is read as JSON. Returns undefined if the field is missing or,
 * in a form, present more than once. Also returns undefined if the body isn't valid UTF-8, JSON or multipart, or has
 * more than twenty parts. Never rejects.
 */
export async function fieldInBody(bytes: Buffer, contentType: string, name: string): Promise<unknown> {
  try {
    return await read(bytes, contentType, name);
  } catch {
    // A malformed body has no such field.
    return undefined;
  }
}
