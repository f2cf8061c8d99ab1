/** Tests that every command explains itself and rejects arguments it doesn't know. */
import { describe, expect, test } from 'vitest';
import { createProgram } from '#cli/registry/program.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';

const database = useDatabase();
const { run } = useCommandLine(database);

/** Taken from the registry itself, so that new commands are tested too. */
const commands = createProgram().commands.map((command) => ({
  name: command.name(),
  takes: command.registeredArguments.length,
  takesAny: command.registeredArguments.some(({ variadic }) => variadic),
  options: command.options.map(({ long }) => long ?? ''),
  mandatory: command.options.filter(({ mandatory }) => mandatory).map(({ long }) => long ?? ''),
}));

/** Runs a command without settings or a database, because usage errors are detected before either is needed. */
const tried = (args: readonly string[]) => run(args, { environment: {} });

describe('Every command', () => {
  test('is registered under a unique name', () => {
    expect(commands.length).toBeGreaterThan(25);
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  });

  test.each(commands)(
    '$name prints its usage, description and options with --help and -h',
    async ({ name, options }) => {
      const [help, short] = await Promise.all([tried([name, '--help']), tried([name, '-h'])]);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^Usage: portal ${name} `));
      for (const option of options) expect(help.stdout).toContain(option);
      // The command's description comes between the usage line and the lists.
      expect(help.stdout.split('\n\n')[1]).toMatch(/\w+ \w+/);
      expect(short).toEqual(help);
    },
  );

  test.each(commands)('$name rejects and names an unknown option', async ({ name }) => {
    for (const args of [
      [name, '--no-such-option'],
      [name, 'x', '--no-such-option=1'],
    ]) {
      const ended = await tried(args);
      expect(ended, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain("unknown option '--no-such-option");
      expect(ended.stderr).not.toContain('required option');
    }
  });

  test.each(commands)('$name rejects a surplus argument', async ({ name, takes, takesAny, mandatory }) => {
    const ended = await tried([name, ...Array.from({ length: takes + 1 }, () => 'surplus')]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    if (mandatory.length > 0) expect(ended.stderr).toContain(`required option '${mandatory[0]} `);
    else if (takesAny) expect(ended.stderr).toContain("'surplus' is invalid");
    else expect(ended.stderr).toMatch(/too many arguments/);
  });

  test.each(commands.filter(({ mandatory }) => mandatory.length > 0))(
    '$name suggests the right option for a misspelled one',
    async ({ name, mandatory: [first = ''] }) => {
      const ended = await tried([name, `${first}x`, '1']);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain(`unknown option '${first}x'`);
      expect(ended.stderr).toContain(`(Did you mean ${first}?)`);
    },
  );
});
