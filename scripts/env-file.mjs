/** Loads settings from env files into the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** Matches an unquoted value. Quoted values are read in full, whatever they contain. */
const bareValue = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=[ \t]*(?![ \t"'`])(.*)$/;

/**
 * Returns the problems of an env file, such as values that Node would silently truncate. The messages never include a
 * value.
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
      // A # after a space starts a comment, which isn't a problem.
      if (/[^\s]#/.test(value) || value.startsWith('#'))
        problems.push(
          `line ${index + 1}: the value of ${name} would be cut off at the #. Put it in quotes: ${name}="…", or ${name}='…' if it contains a ".`,
        );
      continue;
    }
    // A quoted value can span several lines, which aren't settings themselves.
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
    // Node has no escaped quotes: the first quote of the same kind closes the value.
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
 * Reads an env file. Throws if any value would be misread.
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
 * Loads the project's `.env` if there is one. Existing variables take precedence. Throws an error that lists the lines
 * whose values would be truncated.
 */
export function loadEnvFile(file = resolve(import.meta.dirname, '../.env')) {
  if (!existsSync(file)) return;
  for (const [name, value] of Object.entries(readEnvFile(file))) process.env[name] ??= value;
}

/**
 * Loads the settings of the demo's last start. They override existing variables because they only work together.
 * @returns {boolean} whether there is such a demo
 */
export function loadDemoSettings() {
  const file = resolve(import.meta.dirname, '../.data/demo.env');
  if (!existsSync(file)) return false;
  Object.assign(process.env, readEnvFile(file));
  return true;
}
