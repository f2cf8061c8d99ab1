/** Lists what a TypeScript file imports, and whether an import is erased when it is compiled. */
import { parseSync } from '@swc/core';

export interface ImportedModule {
  module: string;
  /** `type`: gone after compilation (`import type`, `import('…').T`); `value`: runs. */
  kind: 'value' | 'type';
  /** `export … from`: the name is handed on. */
  reexported: boolean;
}

/** Every static and dynamic import of a file, in order. Throws where the file cannot be parsed. */
export function readImports(source: string, fileName: string): ImportedModule[] {
  const found: ImportedModule[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) visit(child);
    } else if (isNode(node)) {
      const imported = importOf(node);
      if (imported) found.push(imported);
      for (const child of Object.values(node)) if (typeof child === 'object') visit(child);
    }
  };
  visit(parseSync(source, { syntax: 'typescript', tsx: fileName.endsWith('x'), target: 'es2022' }).body);
  return found;
}

type Node = { type: string } & Record<string, unknown>;

function isNode(value: unknown): value is Node {
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
