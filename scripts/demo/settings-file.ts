/** Writes `.data/demo.env`. Operator commands read the running portal's settings from it. */
import { join } from 'node:path';
import { writeSecretFile } from '#scripts/system/secret-file.ts';

/** Quotes a value so that Node reads back exactly the same value. Line breaks are escaped. */
function quoted(value: string): string {
  if (value.includes('"')) {
    // Single-quoted values can't contain escape sequences, so a line break can't be escaped in them.
    if (/['\n]/.test(value))
      throw new Error('a setting that contains both kinds of quotes cannot be written to the file');
    return `'${value}'`;
  }
  return `"${value.replaceAll('\n', '\\n')}"`;
}

/** Writes the file atomically, readable only by its owner. Returns its path. */
export function writeSettingsFile(folder: string, settings: Readonly<Record<string, string>>): string {
  const path = join(folder, 'demo.env');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}\n`);
  writeSecretFile(
    path,
    `# The settings of the last start of the demo. Overwritten at every start.\n${lines.join('')}`,
  );
  return path;
}
