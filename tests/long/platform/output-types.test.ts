/**
 * Tests that the client sees the server's output types, so that a change of a procedure's response causes a type error
 * in the client.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appRouter } from '#server/router.ts';
import { filesBelow } from '#tests/support/tree/repository.ts';

/**
 * Procedures whose response the client doesn't read: it only waits for them and refetches what changed. The responses
 * of all others are read somewhere, so renaming their fields must cause an error.
 */
const unread = [
  ...[
    'accounts setCountry',
    'api-tokens delete',
    'billing wantBoth',
    'email tryAgain',
    'identity removePasskey',
    'identity renamePasskey',
    'identity unlinkProvider',
    'keys replace',
    'keys update',
  ],
  ...['passwords change', 'passwords setFirst', 'reauthentication byCode'],
  ...['reauthentication byPassword', 'reauthentication sendCode', 'sessions end', 'sessions endOthers'],
  ...['two-step removeAuthenticator', 'two-step turnOff'],
  // Acts of administration that only report that they are done.
  ...['administrators make', 'administrators changeRole', 'administrators unmake'],
  ...['licences grant', 'licences extend', 'licences revoke', 'licences reinstate'],
  'licences reissue',
  ...['accounts erase', 'accounts resendMail', 'accounts correctEmail'],
  ...['settling settleFlag', 'settling settleClaim'],
  'mails liftSuppression',
  ...['instances bind', 'instances endSecret', 'instances disable', 'instances enable'],
  ...['notes add', 'notes delete'],
  ...['plans add', 'plans edit', 'plans retire', 'plans restore', 'plans arrange'],
  ...['sign-in block', 'sign-in unblock', 'sign-in signOut', 'view-as stop'],
];

/**
 * Source code of a function that adds the procedure's name to the fields of an output type. Dates, money and lists keep
 * their types.
 */
const renamed = `
import type { ZodType } from 'zod';
type Primitive = string | number | boolean | bigint | null | undefined | Date;
export type Renamed<T, Name extends string> = T extends Primitive
  ? T
  : T extends readonly (infer Member)[]
    ? Renamed<Member, Name>[]
    : { [Field in keyof T & string as \`\${Name} had \${Field}\`]: T[Field] };
export declare function renamed<T, const Name extends string>(schema: ZodType<T>, name: Name): ZodType<Renamed<T, Name>>;
`;

/** Returns the index of the bracket that closes the one at index `from`. */
function closingOf(source: string, from: number): number {
  let open = 0;
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '(') open += 1;
    if (source[at] === ')') open -= 1;
    if (open === 0) return at;
  }
  throw new Error('a bracket is never closed');
}

/**
 * Wraps each output in a router's source in a call of `renamed`. Returns the new source and the names of the
 * procedures.
 */
function renameOutputs(source: string, file: string): { source: string; names: string[] } {
  const names: string[] = [];
  let text = source;
  for (let at = text.indexOf('.output('); at >= 0; at = text.indexOf('.output(', at + 1)) {
    const before = [...text.slice(0, at).matchAll(/^ {2,}(\w+): \w*[pP]rocedure\b/gm)].at(-1)?.[1];
    if (before === undefined) throw new Error(`${file}: an output stands at no procedure`);
    const open = at + '.output'.length;
    const close = closingOf(text, open);
    names.push(before);
    text = `${text.slice(0, open)}(renamed(${text.slice(open + 1, close)}, '${file} ${before}'))${text.slice(close + 1)}`;
  }
  return { source: `import { renamed } from '#shared/renamed.ts';\n${text}`, names };
}

/**
 * Copies the client and its dependencies, applies `change` to the copy, and type-checks it. Returns the errors found in
 * the client.
 */
function errorsInClient(change: (copy: string) => void): string[] {
  const project = process.cwd();
  mkdirSync('.data', { recursive: true });
  const copy = mkdtempSync(join('.data', 'types-'));
  try {
    for (const folder of ['src', 'db']) cpSync(folder, join(copy, folder), { recursive: true });
    for (const file of ['package.json', 'tsconfig.json']) cpSync(file, join(copy, file));
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(
      join(copy, 'tsconfig.client.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { noErrorTruncation: true },
        include: ['src/client'],
      }),
    );
    change(copy);
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    // Uses a single thread, because several checkers would compute the same types and take processor time from other
    // tests.
    const options = ['--noEmit', '--singleThreaded', '--pretty', 'false', '-p', 'tsconfig.client.json'];
    const run = spawnSync(process.execPath, [tsc, ...options], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    // The indented lines below an error belong to that error.
    return run.stdout.split(/\n(?=\S)/).filter((error) => error.startsWith('src/client/'));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

it("Renaming the output fields of any procedure breaks the client's type check", () => {
  const routers = filesBelow('src/server/features').filter((path) => path.endsWith('.router.ts'));
  const procedures: string[] = [];
  const errors = errorsInClient((copy) => {
    writeFileSync(join(copy, 'src/shared/renamed.ts'), renamed);
    for (const path of routers) {
      const file = path.replace(/^.*\/|\.router\.ts$/g, '');
      const changed = renameOutputs(readFileSync(path, 'utf8'), file);
      procedures.push(...changed.names.map((name) => `${file} ${name}`));
      writeFileSync(join(copy, path), changed.source);
    }
  });
  // Every procedure of the router must have been found in a file.
  const last = Object.keys(appRouter._def.procedures).map((path) => path.split('.').at(-1));
  expect(procedures.map((name) => name.split(' ')[1]).sort()).toEqual(last.sort());
  const unnoticed = procedures.filter((name) => !errors.some((error) => error.includes(`${name} had `)));
  expect(unnoticed.sort()).toEqual([...unread].sort());
}, 180_000);
