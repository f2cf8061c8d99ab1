/** Checks that docs/asvs.md lists every requirement with a status, and that the tests cited there exist. */

export interface AsvsParts {
  /** Contents of docs/asvs.md. */
  text: string;
  requirements: readonly string[];
  /** Returns the contents of the file at this path; null if there is no such file. */
  read: (path: string) => string | null;
}

const standings = ['met', 'in part', 'not yet', 'does not apply'] as const;

const row = /^\| (\d+\.\d+\.\d+) \|(.*)\|$/;
const named = /`(tests\/[\w./-]+) › ([^`]+)`/g;

/** Checks whether the file contains a test with this name. A test is a call whose first argument is the name. */
function hasTest(source: string, name: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const at = source.indexOf(`${quote}${name}${quote},`);
    return at > 0 && /\(\s*$/.test(source.slice(0, at));
  });
}

/** Returns one sentence for each problem found; an empty list if there are none. */
export function judgeAsvs({ text, requirements, read }: AsvsParts): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    const [, id = '', rest = ''] = row.exec(line) ?? [];
    if (id === '') continue;
    if (!requirements.includes(id)) problems.push(`${id} is not a requirement of these chapters and levels`);
    if (seen.has(id)) problems.push(`${id} has more than one row`);
    seen.add(id);
    const standing = standings.find((each) => rest.includes(`| ${each} |`));
    if (!standing) problems.push(`${id} has no valid status (${standings.join(', ')})`);
    const proofs = [...rest.matchAll(named)];
    if (standing === 'met' && proofs.length === 0) problems.push(`${id} is marked as met and names no test`);
    for (const [, file = '', name = ''] of proofs) {
      const source = read(file);
      if (source === null) problems.push(`${id} names ${file}, which does not exist`);
      else if (!hasTest(source, name))
        problems.push(`${id} names a test that ${file} does not have: ${name}`);
    }
  }
  for (const id of requirements) if (!seen.has(id)) problems.push(`${id} has no row`);
  return problems;
}
