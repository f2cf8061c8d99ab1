/** Reads one field of a body in memory: JSON, or a form of either kind. */
import { Busboy } from '@fastify/busboy';

/** More parts than any client sends where one field is expected. */
const maxParts = 20;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** All values of a field in a multipart form (RFC 7578), without files. */
function multipartValues(bytes: Buffer, contentType: string, name: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const values: string[] = [];
    const tooMany = () => reject(new Error(`more than ${maxParts} parts`));
    // Throws, which rejects the promise, where the content type names no boundary.
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
 * The value of a field. A body that is not a form is read as JSON. Undefined where the field is missing or present twice,
 * and where the body cannot be read: not UTF-8, JSON or multipart, or more than twenty parts. Never rejects.
 */
export async function fieldInBody(bytes: Buffer, contentType: string, name: string): Promise<unknown> {
  try {
    return await read(bytes, contentType, name);
  } catch {
    // A malformed body has no such field.
    return undefined;
  }
}
