/**
 * Reads the input of a procedure out of what superjson writes (`json` and `meta.values`). Superjson's own reading
 * builds what the caller names, of the size that the caller names, before any schema sees it; so inputs are read
 * here, and only answers are written by superjson.
 */
import { AppError } from '#shared/errors.ts';

/** JSON and annotations alike; no input of ours is half as deep. */
const maxDepth = 32;

/** The one annotation that inputs need: no procedure takes a date, a map or a number that JSON has no word for. */
const needed = 'undefined';

/** Names through which a prototype could be reached. Superjson itself refuses to send them. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Fields = Record<string, unknown>;

const refuse = (why: string): never => {
  throw new AppError('invalid_input', `an input that cannot be read: ${why}`);
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function expectOnly(value: Fields, names: readonly string[]): void {
  for (const name of Object.keys(value)) if (!names.includes(name)) refuse('an unknown word around it');
}

/** Walks with a stack of its own: what is nested deep must not end the process's. */
function judgeJson(json: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= maxDepth) refuse('nested too deep');
    for (const [name, inner] of Object.entries(value)) {
      if (forbidden.has(name)) refuse('a name that is not allowed');
      open.push({ value: inner, depth: depth + 1 });
    }
  }
}

/** The steps of a path as superjson writes it: dots between them, a backslash before a dot or backslash of a name. */
function stepsOf(path: string): string[] {
  if (path.replaceAll(/\\[.\\]/g, '').includes('\\')) refuse('a path that is badly escaped');
  // Every step has its dot then: an empty name at the beginning is a step as well.
  const steps = `.${path}`.match(/\.(?:[^.\\]|\\[.\\])*/g) ?? [];
  return steps.map((step) => step.slice(1).replaceAll(/\\([.\\])/g, '$1'));
}

/** Puts `undefined` where `null` stands for it. Only what is there can be changed: nothing grows. */
function makeUndefined(root: Fields, path: readonly string[]): void {
  let holder: unknown = root;
  for (const step of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step))
      refuse('no such place');
    holder = (holder as Fields)[step];
  }
  const last = path.at(-1) ?? '';
  const isThere = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, last);
  if (!isThere || (holder as Fields)[last] !== null) refuse('nothing there that stands for undefined');
  (holder as Fields)[last] = undefined;
}

function applyAnnotations(root: Fields, annotations: unknown): void {
  const open: { node: unknown; path: string[] }[] = [{ node: annotations, path: ['json'] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, path } = next;
    if (path.length > maxDepth) refuse('annotations nested too deep');
    if (Array.isArray(node)) {
      if (node.length !== 1 || node[0] !== needed) refuse('an annotation that is not allowed');
      makeUndefined(root, path);
    } else if (isFields(node)) {
      for (const [name, inner] of Object.entries(node))
        open.push({ node: inner, path: [...path, ...stepsOf(name)] });
    } else refuse('annotations that are none');
  }
}

/**
 * The input that superjson wrote as `payload`: JSON, in which the places that `meta.values` calls `undefined` are.
 * `payload` itself is changed. Throws `invalid_input` for anything else, before anything is built; takes time and
 * memory in proportion to what was sent.
 */
export function readInput(payload: unknown): unknown {
  if (!isFields(payload) || !Object.hasOwn(payload, 'json')) return refuse('no json in it');
  expectOnly(payload, ['json', 'meta']);
  judgeJson(payload.json);
  const { meta } = payload;
  if (meta === undefined) return payload.json;
  if (!isFields(meta)) return refuse('meta that is none');
  expectOnly(meta, ['values', 'v']);
  if (meta.v !== undefined && meta.v !== 1) refuse('another version of superjson');
  if (meta.values !== undefined) applyAnnotations(payload, meta.values);
  return payload.json;
}
