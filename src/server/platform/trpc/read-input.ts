/**
 * Reads a procedure's input, which is in superjson's format (`json` and `meta.values`). Superjson's own deserializer
 * would build any types and sizes that the client names, before a schema is applied. It is therefore only used for
 * outputs.
 */
import { AppError } from '#shared/errors.ts';

/** Maximum nesting depth of the JSON and of the annotations. No valid input has even half that depth. */
const maxDepth = 32;

/** The only annotation that inputs need: no procedure takes dates, maps or numbers that JSON can't represent. */
const needed = 'undefined';

/** Names that could reach a prototype. Superjson refuses to send them too. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Fields = Record<string, unknown>;

const refuse = (why: string): never => {
  throw new AppError('invalid_input', `the input cannot be read: ${why}`);
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function expectOnly(value: Fields, names: readonly string[]): void {
  for (const name of Object.keys(value)) if (!names.includes(name)) refuse('an unknown property');
}

/**
 * Throws if the JSON is nested too deeply or contains a forbidden name. Iterative, because deeply nested input would
 * make a recursive function overflow the call stack.
 */
function judgeJson(json: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= maxDepth) refuse('nested too deeply');
    for (const [name, inner] of Object.entries(value)) {
      if (forbidden.has(name)) refuse('a property name that is not allowed');
      open.push({ value: inner, depth: depth + 1 });
    }
  }
}

/**
 * Splits a path that superjson wrote into its names. They are separated by dots; a dot or backslash within a name is
 * escaped with a backslash.
 */
function stepsOf(path: string): string[] {
  if (path.replaceAll(/\\[.\\]/g, '').includes('\\')) refuse('a path with invalid escapes');
  // A dot is put in front, so that every name follows a dot. An empty first name then matches too.
  const steps = `.${path}`.match(/\.(?:[^.\\]|\\[.\\])*/g) ?? [];
  return steps.map((step) => step.slice(1).replaceAll(/\\([.\\])/g, '$1'));
}

/** Replaces a `null` with `undefined`. The property must already exist, so the input can't grow. */
function makeUndefined(root: Fields, path: readonly string[]): void {
  let holder: unknown = root;
  for (const step of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step))
      refuse('an annotation of a value that does not exist');
    holder = (holder as Fields)[step];
  }
  const last = path.at(-1) ?? '';
  const isThere = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, last);
  if (!isThere || (holder as Fields)[last] !== null) refuse('an annotation of a value that is not null');
  (holder as Fields)[last] = undefined;
}

function applyAnnotations(root: Fields, annotations: unknown): void {
  const open: { node: unknown; path: string[] }[] = [{ node: annotations, path: ['json'] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, path } = next;
    if (path.length > maxDepth) refuse('annotations nested too deeply');
    if (Array.isArray(node)) {
      if (node.length !== 1 || node[0] !== needed) refuse('an annotation that is not allowed');
      makeUndefined(root, path);
    } else if (isFields(node)) {
      for (const [name, inner] of Object.entries(node))
        open.push({ node: inner, path: [...path, ...stepsOf(name)] });
    } else refuse('invalid annotations');
  }
}

/**
 * Returns the input contained in `payload`, with `undefined` where `meta.values` says so. Modifies `payload`. If
 * `payload` is invalid, throws `invalid_input` before building any objects. Time and memory are proportional to the
 * size of the request.
 */
export function readInput(payload: unknown): unknown {
  if (!isFields(payload) || !Object.hasOwn(payload, 'json')) return refuse('json is missing');
  expectOnly(payload, ['json', 'meta']);
  judgeJson(payload.json);
  const { meta } = payload;
  if (meta === undefined) return payload.json;
  if (!isFields(meta)) return refuse('meta is not an object');
  expectOnly(meta, ['values', 'v']);
  if (meta.v !== undefined && meta.v !== 1) refuse('an unsupported version of superjson');
  if (meta.values !== undefined) applyAnnotations(payload, meta.values);
  return payload.json;
}
