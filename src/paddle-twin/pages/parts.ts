/** HTML building blocks of the control pages. */
import { type Html, html, type Part } from '#twin/look/html.ts';

/** Formats an instant as `2027-01-31 10:00:00`, in UTC. */
export const written = (instant: number | Date): string =>
  new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

/**
 * Renders a table. Each cell also contains its column heading, because phones show every row as a block without the
 * header row.
 */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly Part[])[],
  none: string,
): Html {
  if (rows.length === 0) return html`<section><h2>${caption}</h2><p class="hint">${none}</p></section>`;
  const cells = (row: readonly Part[]) =>
    row.map((cell, index) => html`<td role="cell" data-head="${heads[index] ?? ''}">${cell}</td>`);
  return html`<section><h2>${caption}</h2><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table role="table">
<thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${cells(row)}</tr>`)}</tbody></table></div></section>`;
}

export function choice(
  name: string,
  label: string,
  current: string,
  options: readonly (readonly [string, string])[],
): Html {
  return html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${options.map(
    ([value, text]) => html`<option value="${value}" ${value === current && 'selected'}>${text}</option>`,
  )}</select></div>`;
}

export function input(
  name: string,
  label: string,
  value: string | number,
  { type = 'text', hint = '', id = name }: { type?: string; hint?: string; id?: string } = {},
): Html {
  return html`<div><label for="${id}">${label}</label><input id="${id}" name="${name}" type="${type}" value="${value}" ${
    type === 'number' && html`min="0" step="any"`
  } ${hint !== '' && html`placeholder="${hint}"`}></div>`;
}

/** Renders a form that consists of a button and hidden fields. */
export function button(action: string, label: string, hidden: Readonly<Record<string, string>> = {}): Html {
  return html`<form method="post" action="${action}">${Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button>${label}</button></form>`;
}
