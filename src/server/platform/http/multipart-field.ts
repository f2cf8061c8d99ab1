/** Reads one field of a multipart form (RFC 7578) that is in memory already. */
import { Busboy } from '@fastify/busboy';

/** More than anybody sends to an address that wants one field. */
const maxParts = 20;

/**
 * Every value that the form has under this name, files left out. Rejects when the form cannot be read, or has more
 * parts than that.
 */
export function multipartField(bytes: Buffer, contentType: string, name: string): Promise<string[]> {
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
