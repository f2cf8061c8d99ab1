/** Settings out of files, into the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** A value without quotes: one in quotes is taken whole, whatever is in it. */
const bareValue = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=[ \t]*(?![ \t"'`])(.*)$/;

/**
 * What is wrong with the text of an env file: values that Node would cut without a word, each by its line and name and
 * never with its value.
 * @param {string} text
 * @returns {string[]}
 */
export function problemsOfEnvText(text) {
  const lines = text.split(/\r?\n/);
  /** @type {string[]} */
  const problems = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, name, value] = bareValue.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      // With a space before it, it begins a remark as anybody would write one.
      if (/[^\s]#/.test(value) || value.startsWith('#'))
        problems.push(
          `line ${index + 1}: the value of ${name} would be cut at its #. Put it in quotes: ${name}="…", or '…' where it has a " in it.`,
        );
      continue;
    }
    // A value in quotes may go over several lines, which are no settings.
    const [, quote, rest] =
      /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_.-]*\s*=[ \t]*(["'`])(.*)$/.exec(line) ?? [];
    if (quote === undefined || rest === undefined) continue;
    const first = index;
    let behind = rest;
    while (!behind.includes(quote) && index + 1 < lines.length) {
      index += 1;
      behind = lines[index] ?? '';
    }
    if (!behind.includes(quote)) {
      problems.push(`line ${first + 1}: the quote that opens here is never closed.`);
      index = first;
      continue;
    }
    // Node has no escaped quotes: the first quote of the same kind closes the value.
    const afterQuote = behind.slice(behind.indexOf(quote) + 1);
    if (afterQuote.startsWith('#'))
      problems.push(
        `line ${index + 1}: a comment needs white space before its #. If the # belongs to the value, put the value in quotes that it does not contain.`,
      );
    else if (!/^(\s+#.*|\s*)$/.test(afterQuote))
      problems.push(`line ${index + 1}: what stands behind the closing quote would be dropped.`);
  }
  return problems;
}

/**
 * Reads an env file.
 * @param {string} file
 * @returns {Record<string, string | undefined>}
 */
function readEnvFile(file) {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const problems = problemsOfEnvText(text);
  if (problems.length > 0)
    throw new Error(`${file} cannot be read as it is meant:\n  - ${problems.join('\n  - ')}`);
  return parseEnv(text);
}

/**
 * Loads `.env` of the project folder, if there is one. Variables that exist already win.
 * Throws an error that names the lines whose value would be cut.
 */
export function loadEnvFile(file = resolve(import.meta.dirname, '../.env')) {
  if (!existsSync(file)) return;
  for (const [name, value] of Object.entries(readEnvFile(file))) process.env[name] ??= value;
}

/**
 * Loads what the demo was started with last; those settings win, for they belong together.
 * @returns {boolean} whether there is such a demo
 */
export function loadDemoSettings() {
  const file = resolve(import.meta.dirname, '../.data/demo.env');
  if (!existsSync(file)) return false;
  Object.assign(process.env, readEnvFile(file));
  return true;
}
