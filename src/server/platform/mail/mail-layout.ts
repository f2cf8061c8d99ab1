/** The HTML layout of all e-mails: one column, with inline styles for e-mail clients that drop style sheets. */

/** Markup that is safe to embed without escaping. */
export interface Html {
  readonly markup: string;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** HTML built with a tagged template. Interpolated values are escaped unless they are already `Html`. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const markups = values.map((value) =>
    typeof value === 'string'
      ? escaped(value)
      : [value]
          .flat()
          .map((each: Html) => each.markup)
          .join(''),
  );
  return { markup: String.raw({ raw: parts }, ...markups) };
}

export interface LayoutParts {
  locale: string;
  /** The portal's name. */
  portal: string;
  subject: string;
  greeting: string;
  paragraphs: readonly string[];
  /** Label of the button that links to `url`. */
  action: string;
  url: string;
  linkInstead: string;
  note: string;
  /** Links after the note. */
  further: readonly Html[];
  reason: string;
  /** Link that turns e-mails of this kind off; null if they are always sent. */
  unsubscribe: { label: string; url: string } | null;
  questions: string;
  /** The operator's name and address; null if not configured. */
  operator: string | null;
}

/** Dark colors for e-mail clients that support style sheets. Others show the light colors or invert them. */
const darkStyles = `
  a { color: inherit; }
  @media (prefers-color-scheme: dark) {
    .page { background: #151412 !important; }
    .card { background: #1C1A18 !important; border-color: #35322E !important; }
    .ink { color: #F3F0EB !important; }
    .quiet { color: #C2BBB0 !important; }
    .button { background: #F3F0EB !important; color: #151412 !important; }
  }`;

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const paragraph = `margin:0 0 16px;font-size:15px;line-height:1.5;color:#211E1A;${font}`;
const quiet = `margin:0 0 8px;font-size:13px;line-height:1.5;color:#555047;${font}`;
const button = `display:inline-block;padding:12px 20px;border-radius:6px;background:#211E1A;color:#FFFFFF;font-size:15px;font-weight:500;text-decoration:none;${font}`;

/** Renders the HTML part of an e-mail. All texts are escaped. */
export function mailLayout(parts: LayoutParts): string {
  return html`<!doctype html>
<html lang="${parts.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${parts.subject}</title>
<style>${{ markup: darkStyles }}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#FAF9F7">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#FAF9F7">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="quiet" style="padding:0 0 12px;font-size:13px;color:#555047;${font}">${parts.portal}</td></tr>
<tr><td class="card" style="padding:32px 24px;background:#FFFFFF;border:1px solid #E5E1DA;border-radius:10px">
<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:1.3;font-weight:600;color:#211E1A;${font}">${parts.subject}</h1>
<p class="ink" style="${paragraph}">${parts.greeting}</p>
${parts.paragraphs.map((each) => html`<p class="ink" style="${paragraph}">${each}</p>\n`)}<p style="margin:24px 0"><a class="button" href="${parts.url}" style="${button}">${parts.action}</a></p>
<p class="quiet" style="${quiet}">${parts.note}${parts.further}</p>
<p class="quiet" style="${quiet}">${parts.linkInstead}<br><a href="${parts.url}" style="word-break:break-all">${parts.url}</a></p>
</td></tr>
<tr><td style="padding:16px 0 0">
<p class="quiet" style="${quiet}">${parts.reason}${
    parts.unsubscribe === null
      ? []
      : [html`<br><a href="${parts.unsubscribe.url}">${parts.unsubscribe.label}</a>`]
  }</p>
<p class="quiet" style="${quiet}">${parts.questions}</p>${
    parts.operator === null
      ? []
      : [
          html`
<p class="quiet" style="${quiet}">${parts.operator}</p>`,
        ]
  }
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.markup;
}
