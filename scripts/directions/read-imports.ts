/** Lists the imports of a TypeScript file, and whether compilation erases them. */
import { parseSync } from '@swc/core';

export interface ImportedModule {
  module: string;
  /**
   * `type` imports are erased by compilation (`import type`, `import('…').T`). `value` imports still exist at runtime.
   */
  kind: 'value' | 'type';
  /** True if the module is imported by an `export … from`. */
  reexported: boolean;
}

/**
 * Returns every static and dynamic import of a file, in the order of the source. Throws if the file can't be parsed.
 */
export function readImports(source: string, fileName: string): ImportedModule[] {
  const found: ImportedModule[] = [];
  visitNodes(source, fileName, (node) => {
    const imported = importOf(node);
    if (imported) found.push(imported);
  });
  return found;
}

export interface DynamicImport {
  /** The imported module; null unless its name is a string literal. */
  module: string | null;
  /** Name of the function whose first argument is `() => import(…)`; null if the import is used in any other way. */
  givenTo: string | null;
}

/** Returns every `import()` and `import.meta.glob` of a file, even if the module name is computed. */
export function readDynamicImports(source: string, fileName: string): DynamicImport[] {
  const found: DynamicImport[] = [];
  const given = new Map<unknown, string>();
  visitNodes(source, fileName, (node) => {
    if (node.type === 'MemberExpression' && isNode(node.object) && node.object.type === 'MetaProperty') {
      if (isNode(node.property) && String(node.property.value).startsWith('glob'))
        found.push({ module: null, givenTo: null });
    }
    if (node.type !== 'CallExpression' || !isNode(node.callee)) return;
    const first = firstArgument(node);
    if (node.callee.type === 'Import') {
      found.push({ module: literalText(first), givenTo: given.get(node) ?? null });
    } else if (
      node.callee.type === 'Identifier' &&
      isNode(first) &&
      first.type === 'ArrowFunctionExpression'
    ) {
      given.set(first.body, String(node.callee.value));
    }
  });
  return found;
}

/**
 * Calls `see` for each node of a file's syntax tree. Parents come before their children. Throws if the file can't be
 * parsed.
 */
export function visitNodes(source: string, fileName: string, see: (node: Node) => void): void {
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) visit(child);
    } else if (isNode(node)) {
      see(node);
      for (const child of Object.values(node)) if (typeof child === 'object') visit(child);
    }
  };
  visit(parseSync(source, { syntax: 'typescript', tsx: fileName.endsWith('x'), target: 'es2022' }).body);
}

type Node = { type: string } & Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function importOf(node: Node): ImportedModule | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return named(node.source, node.typeOnly === true, false);
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return named(node.source, node.typeOnly === true, true);
    case 'TsImportType':
      return named(node.argument, true, false);
    case 'CallExpression':
      return isNode(node.callee) && node.callee.type === 'Import'
        ? named(firstArgument(node), false, false)
        : null;
    default:
      return null;
  }
}

function firstArgument(call: Node): unknown {
  const [first]: unknown[] = Array.isArray(call.arguments) ? call.arguments : [];
  return isNode(first) ? first.expression : undefined;
}

function named(source: unknown, erased: boolean, reexported: boolean): ImportedModule | null {
  const module = literalText(source);
  return module === null ? null : { module, kind: erased ? 'type' : 'value', reexported };
}

function literalText(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'StringLiteral' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis) || node.quasis.length !== 1) return null;
  const [text]: unknown[] = node.quasis;
  return isNode(text) && typeof text.cooked === 'string' ? text.cooked : null;
}
