/** Reads docs/asvs.md: is every requirement there, says each how it stands, and is every test that it names still there? */

export interface AsvsParts {
  /** The document. */
  text: string;
  requirements: readonly string[];
  /** What is in a file; null when there is none. */
  read: (path: string) => string | null;
}

const standings = ['met', 'in part', 'not yet', 'does not apply'] as const;

const row = /^\| (\d+\.\d+\.\d+) \|(.*)\|$/;
const named = /`(tests\/[\w./-]+) › ([^`]+)`/g;

/** Whether a test of that name is in the file: the name is the first argument of a call. */
function hasTest(source: string, name: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const at = source.indexOf(`${quote}${name}${quote},`);
    return at > 0 && /\(\s*$/.test(source.slice(0, at));
  });
}

/** What is wrong, one sentence each; nothing when all is well. */
export function judgeAsvs({ text, requirements, read }: AsvsParts): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    const [, id = '', rest = ''] = row.exec(line) ?? [];
    if (id === '') continue;
    if (!requirements.includes(id)) problems.push(`${id} is no requirement of these chapters and levels`);
    if (seen.has(id)) problems.push(`${id} is there twice`);
    seen.add(id);
    const standing = standings.find((each) => rest.includes(`| ${each} |`));
    if (!standing) problems.push(`${id} does not say how it stands (${standings.join(', ')})`);
    const proofs = [...rest.matchAll(named)];
    if (standing === 'met' && proofs.length === 0) problems.push(`${id} is said to be met and names no test`);
    for (const [, file = '', name = ''] of proofs) {
      const source = read(file);
      if (source === null) problems.push(`${id} names ${file}, which is not there`);
      else if (!hasTest(source, name))
        problems.push(`${id} names a test that ${file} does not have: ${name}`);
    }
  }
  for (const id of requirements) if (!seen.has(id)) problems.push(`${id} has no row`);
  return problems;
}
