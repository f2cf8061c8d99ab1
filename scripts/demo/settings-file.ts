/** `.data/demo.env`: the running portal's settings, for an operator's commands. */
import { join } from 'node:path';
import { writeSecretFile } from '#scripts/system/secret-file.ts';

/** A value in quotes, its line breaks written as `\n`: so Node reads it back as it was. */
function quoted(value: string): string {
  if (value.includes('"')) {
    // Nothing is written otherwise in these quotes, so a line break cannot be.
    if (/['\n]/.test(value))
      throw new Error('a setting that contains both kinds of quotes cannot be written to the file');
    return `'${value}'`;
  }
  return `"${value.replaceAll('\n', '\\n')}"`;
}

/** Written whole or not at all, readable by its owner alone. */
export function writeSettingsFile(folder: string, settings: Readonly<Record<string, string>>): string {
  const path = join(folder, 'demo.env');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}\n`);
  writeSecretFile(
    path,
    `# The settings of the last start of the demo. Overwritten at every start.\n${lines.join('')}`,
  );
  return path;
}
