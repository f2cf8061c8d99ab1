/** Reads one field out of a body that is in memory already: JSON, or a form of either kind. */
import { Busboy } from '@fastify/busboy';

/** More than anybody sends to an address that wants one field. */
const maxParts = 20;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Every value that a multipart form (RFC 7578) has under this name, files left out. */
function multipartValues(bytes: Buffer, contentType: string, name: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const values: string[] = [];
    const tooMany = () => reject(new Error(`more than ${maxParts} parts`));
    // Throws, and so rejects, where the content type names no boundary.
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
 * What the body holds under a name; whatever is no form is read as JSON. Undefined where it is absent or there twice, and
 * where the body cannot be read: not UTF-8, not JSON, not multipart, or multipart of more than twenty parts. Never rejects.
 */
export async function fieldInBody(bytes: Buffer, contentType: string, name: string): Promise<unknown> {
  try {
    return await read(bytes, contentType, name);
  } catch {
    // What the caller sent makes no sense: there is no such field in it.
    return undefined;
  }
}
