/** Checks every import against the rules in rules.ts. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { type ImportedModule, readImports } from './read-imports.ts';
import { everythingNamed, whateverRuns } from './rules.ts';

const folders = ['src', 'db', 'scripts', 'tests', 'bench', 'proofs'] as const;
const code = /\.tsx?$/;

export interface Judgement {
  /** Number of source files read. If the two passes read different numbers of files, this is the lower one. */
  modules: number;
  /** One line per violation, with the rule, the importing file and the imported file. */
  violations: string[];
}

/**
 * Checks the code under `root` in two passes: one with every import, including imports of types, and one with only the
 * imports that remain after types are erased. Two passes are needed because some rules allow a type to be imported, but
 * not a value.
 *
 * dependency-cruiser can only read TypeScript through the JavaScript API of older compilers, and its other parsers
 * can't tell a type from a value. Therefore swc parses the files, and dependency-cruiser gets a copy of the tree in
 * which each file contains only its imports.
 *
 * Throws if a file can't be parsed or if not every file was read.
 */
export async function judgeDirections(root: string): Promise<Judgement> {
  const files = folders.flatMap((folder) => filesUnder(root, folder));
  const imports = new Map(
    files
      .filter((file) => code.test(file))
      .map((file) => [file, readImports(readFileSync(join(root, file), 'utf8'), file)]),
  );
  const work = mkdtempSync(join(tmpdir(), 'directions-'));
  try {
    const looks = [
      { name: 'named', rules: everythingNamed, keep: () => true },
      { name: 'runs', rules: whateverRuns, keep: (each: ImportedModule) => each.kind === 'value' },
    ];
    const violations: string[] = [];
    let modules = Number.POSITIVE_INFINITY;
    for (const { name, rules, keep } of looks) {
      const base = join(work, name);
      writeSkeleton({ root, base, files, imports, keep });
      const result = await cruiseFolders(base, rules);
      modules = Math.min(modules, result.modules.filter((module) => imports.has(module.source)).length);
      violations.push(
        ...result.summary.violations.map((each) => sentence(each.rule.name, each.from, each.to)),
      );
    }
    if (modules === 0 || modules < imports.size) {
      throw new Error(`${modules} of ${imports.size} files were read, so the result is meaningless`);
    }
    return { modules, violations: [...new Set(violations)] };
  } finally {
    rmSync(work, { recursive: true });
  }
}

const sentence = (rule: string, from: string, to: string) =>
  `${rule}: ${from}${from === to ? '' : ` → ${to}`}`;

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/').replace(/^\//, ''),
    );
}

interface Skeleton {
  root: string;
  base: string;
  files: string[];
  imports: Map<string, ImportedModule[]>;
  keep: (each: ImportedModule) => boolean;
}

function writeSkeleton({ root, base, files, imports, keep }: Skeleton): void {
  for (const folder of folders) mkdirSync(join(base, folder), { recursive: true });
  for (const file of files) {
    mkdirSync(join(base, dirname(file)), { recursive: true });
    const lines = (imports.get(file) ?? [])
      .filter(keep)
      .map(
        ({ module, reexported }) => `${reexported ? 'export * from' : 'import'} ${JSON.stringify(module)};\n`,
      );
    writeFileSync(join(base, file), lines.join(''));
  }
  cpSync(join(root, 'package.json'), join(base, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
}

async function cruiseFolders(baseDir: string, forbidden: IForbiddenRuleType[]): Promise<ICruiseResult> {
  const { output } = await cruise(
    [...folders],
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden },
      doNotFollow: { path: 'node_modules' },
      // Makes dependency-cruiser keep unused imports. The copied files contain nothing but imports, so all of these are
      // unused.
      tsPreCompilationDeps: true,
    },
    { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], symlinks: false },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser returned text instead of its findings');
  return output;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { modules, violations } = await judgeDirections(process.argv[2] ?? process.cwd());
  for (const line of violations) console.error(line);
  console.log(`${modules} files read, ${violations.length} forbidden imports`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
