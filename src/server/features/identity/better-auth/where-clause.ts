/** Converts better-auth's conditions to SQL with a `?` for each value. */
import type { CleanedWhere, Where } from '@better-auth/core/db/adapter';

export interface Condition {
  /** ` WHERE …`, or an empty string if there are no conditions. */
  sql: string;
  /** The values to bind, in the order of the question marks. */
  values: unknown[];
}

/**
 * Quotes a column or table name. Throws if the name contains a question mark, which would be taken for a placeholder.
 */
export function quoted(name: string): string {
  if (name.includes('?')) throw new Error(`${name} cannot be a name in a statement`);
  return `\`${name.replaceAll('`', '``')}\``;
}

/**
 * Escapes text for use in a LIKE pattern. The escape character is `!`, because the meaning of a backslash depends on
 * the SQL mode.
 */
const literally = (text: unknown) => String(text).replace(/[!%_]/g, '!$&');

const comparisons = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

const patterns = {
  contains: (text: string) => `%${text}%`,
  starts_with: (text: string) => `${text}%`,
  ends_with: (text: string) => `%${text}`,
} as const;

/**
 * Joins all AND conditions and adds all OR conditions as one group: `a AND b AND (c OR d)`. With an empty list, `in`
 * matches no row and `not_in` matches every row.
 */
export function whereClause(where: readonly CleanedWhere[]): Condition {
  const values: unknown[] = [];
  const place = (value: unknown) => {
    values.push(value);
    return '?';
  };
  const all = where.filter((each) => each.connector !== 'OR').map((each) => comparison(each, place));
  const any = where.filter((each) => each.connector === 'OR').map((each) => comparison(each, place));
  const parts = [...all, ...(any.length > 0 ? [`(${any.join(' OR ')})`] : [])];
  return { sql: parts.length > 0 ? ` WHERE ${parts.join(' AND ')}` : '', values };
}

function comparison(
  { field, operator = 'eq', value, mode }: Where,
  place: (value: unknown) => string,
): string {
  const column = quoted(field);
  const ignoresCase = mode === 'insensitive' && [value].flat().every((each) => typeof each === 'string');
  const left = ignoresCase ? `LOWER(${column})` : column;
  const right = (operand: unknown) => (ignoresCase ? `LOWER(${place(operand)})` : place(operand));
  switch (operator) {
    case 'in':
    case 'not_in': {
      const members = [value].flat();
      if (members.length === 0) return operator === 'in' ? '1 = 0' : '1 = 1';
      return `${left} ${operator === 'in' ? 'IN' : 'NOT IN'} (${members.map(right).join(', ')})`;
    }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return `${left} LIKE ${right(patterns[operator](literally(value)))} ESCAPE '!'`;
    case 'eq':
      return value === null ? `${column} IS NULL` : `${left} = ${right(value)}`;
    case 'ne':
      return value === null ? `${column} IS NOT NULL` : `${left} <> ${right(value)}`;
    default:
      return `${left} ${comparisons[operator]} ${right(value)}`;
  }
}
