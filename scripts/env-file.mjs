/** Loads settings from env files into the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * Matches a line with an unquoted value. Quoted values need a separate check, because they may contain any character
 * and span several lines.
 */
const bareValue = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=[ \t]*(?![ \t"'`])(.*)$/;

/**
 * Returns the problems of an env file, for example values that Node would truncate without a warning. The messages
 * never contain a value.
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
      // A `#` after a space starts a comment, so it isn't a problem.
      if (/[^\s]#/.test(value) || value.startsWith('#'))
        problems.push(
          `line ${index + 1}: the value of ${name} would be cut off at the #. Put it in quotes: ${name}="…", or ${name}='…' if it contains a ".`,
        );
      continue;
    }
    // A quoted value can span several lines. Its further lines aren't settings and are skipped.
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
      problems.push(`line ${first + 1}: the quote opened here is never closed.`);
      index = first;
      continue;
    }
    // Node doesn't support escaped quotes. The first quote of the same kind ends the value.
    const afterQuote = behind.slice(behind.indexOf(quote) + 1);
    if (afterQuote.startsWith('#'))
      problems.push(
        `line ${index + 1}: a comment needs white space before its #. If the # belongs to the value, use a kind of quotes that the value does not contain.`,
      );
    else if (!/^(\s+#.*|\s*)$/.test(afterQuote))
      problems.push(`line ${index + 1}: text after the closing quote would be dropped.`);
  }
  return problems;
}

/**
 * Reads an env file. Throws if Node would misread any of its values.
 * @param {string} file
 * @returns {Record<string, string | undefined>}
 */
function readEnvFile(file) {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const problems = problemsOfEnvText(text);
  if (problems.length > 0)
    throw new Error(`${file} contains values that would be misread:\n  - ${problems.join('\n  - ')}`);
  return parseEnv(text);
}

/**
 * Loads the project's `.env` file if there is one. Environment variables that are already set take precedence. Throws
 * an error that lists the affected lines if Node would truncate any values.
 */
export function loadEnvFile(file = resolve(import.meta.dirname, '../.env')) {
  if (!existsSync(file)) return;
  for (const [name, value] of Object.entries(readEnvFile(file))) process.env[name] ??= value;
}

/**
 * Loads the settings with which the demo was last started. They override existing environment variables, because they
 * only work as a set.
 * @returns {boolean} whether there is such a demo
 */
export function loadDemoSettings() {
  const file = resolve(import.meta.dirname, '../.data/demo.env');
  if (!existsSync(file)) return false;
  Object.assign(process.env, readEnvFile(file));
  return true;
}
