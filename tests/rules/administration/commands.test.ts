/** Tests that docs/contract.md lists every command, and no other. */
import { expect, it } from 'vitest';
import { createProgram } from '#cli/registry/program.ts';
import { textOf } from '#tests/support/tree/repository.ts';

it('docs/contract.md lists exactly the commands that exist', () => {
  const [, section = ''] = /^## 6\. Commands$(.*?)^## /ms.exec(textOf('docs/contract.md')) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  const listed = rows.flatMap((row) => [...row.matchAll(/`([a-z:-]+)`/g)].map(([, name]) => name));
  expect(listed.toSorted()).toEqual(
    createProgram()
      .commands.map((command) => command.name())
      .toSorted(),
  );
});
