/** Tests that no SVG file and no Markdown that the portal accepts can run anything or load another file. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemOfSvg } from '#server/platform/brand/check-svg.ts';
import { renderLegalText } from '#server/platform/brand/render-legal-text.ts';
import { svgWith } from '#tests/support/brand/brand-folder.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';
import { parseHtml } from '#tests/support/parse-html.ts';

describe('An SVG file is refused', () => {
  it.each([
    ['a script', svgWith('<script>alert(1)</script>')],
    [
      'a script of another namespace',
      svgWith('<h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script>'),
    ],
    ['an element in the namespace of HTML', svgWith('<g xmlns="http://www.w3.org/1999/xhtml"/>')],
    ['an event handler', svgWith('', ' onload="alert(1)"')],
    ['an event handler with a prefix', svgWith('<path x:ONclick="1" xmlns:x="x"/>')],
    ['HTML', svgWith('<foreignObject><body/></foreignObject>')],
    ['a link', svgWith('<a href="#x"><path d="M0 0"/></a>')],
    ['an image', svgWith('<image href="https://evil.example/x.png"/>')],
    ['an animation', svgWith('<set attributeName="href" to="javascript:alert(1)"/>')],
    ['a use of another file', svgWith('<use href="https://evil.example/x.svg#a"/>')],
    [
      'a use of data',
      svgWith('<use xlink:href="data:image/svg+xml,x" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
    ],
    [
      'a use under another prefix',
      svgWith('<use l:href=" //evil.example" xmlns:l="http://www.w3.org/1999/xlink"/>'),
    ],
    ['another base', svgWith('<g xml:base="https://evil.example/"/>')],
    ['an external fill', svgWith('<path fill="url( \'https://evil.example/#a\')"/>')],
    ['an external style', svgWith('<style>@import "https://evil.example/x.css";</style>')],
    ['an escaped style', svgWith('<style>path{fill:u\\72l(https://evil.example)}</style>')],
    ['a style in CDATA', svgWith('<style><![CDATA[path{mask:url(//evil.example/x)}]]></style>')],
    ['a font', svgWith('<style>@font-face{font-family:x;src:local(x)}</style>')],
    ['an image set', svgWith('<path style="mask:image-set(\'https://evil.example\' 1x)"/>')],
    ['a stylesheet instruction', `<?xml-stylesheet href="https://evil.example/x.css"?>${svgWith('')}`],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${svgWith('<desc>&b;</desc>')}`],
    ['an external entity', `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svgWith('&a;')}`],
    ['HTML instead of SVG', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['no namespace', '<svg viewBox="0 0 1 1"/>'],
    ['no viewBox', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['an unclosed element', svgWith('<g>')],
    ['endless nesting', svgWith(`${'<g>'.repeat(9_000)}${'</g>'.repeat(9_000)}`)],
    ['nothing', ''],
  ])('with %s', (_what, text) => {
    expect(problemOfSvg(text)).toMatch(/^\S+ .{5,}/);
  });

  it('but accepted with gradients, styles, comments and a declaration', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
${svgWith('<!-- a --><defs><linearGradient id="a"><stop stop-color="red"/></linearGradient></defs><style>@media (prefers-color-scheme: dark){path{fill:#fff}}</style><path fill="url(#a)" style="mask:url(&quot;#b&quot;)"/><use href="#a"/>')}`;
    expect(problemOfSvg(text)).toBeNull();
  });
});

const markdownParts = fc.oneof(
  fc.constantFrom(
    ...[
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<b',
      '<!--',
      '-->',
      '</div>',
      '&lt;',
      '&#60;',
    ],
    ...[
      '[a](javascript:alert(1))',
      '[a](JaVaScRiPt:x)',
      '[a](data:text/html,x)',
      '[a](https://b.example "c")',
    ],
    ...[
      '[a](&#106;avascript:x)',
      '[a](//b.example)',
      '[a](/\\b.example)',
      '[a](#b)',
      '![a](https://b.example)',
    ],
    ...[
      '<javascript:x>',
      '<a@b.example>',
      'https://b.example/"onmouseover="x',
      '[a]: javascript:x',
      '[a]',
      '[a][a]',
    ],
    ...[
      '\n',
      '\n\n',
      '# ',
      '## x" onclick="y\n',
      '- ',
      '- [x] ',
      '> ',
      '|a|b|\n|---|---|\n|',
      '```',
      '`',
      '**',
      '\\',
      '    ',
    ],
  ),
  fc.string({ maxLength: 6 }),
);

const allowed: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'rel'],
  div: ['data-wide', 'tabindex'],
  code: ['class'],
  ol: ['start'],
  ...Object.fromEntries(['td', 'th'].map((name) => [name, ['align']])),
  ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, ['id']])),
  ...Object.fromEntries(
    [
      'p',
      'ul',
      'li',
      'em',
      'strong',
      'del',
      'br',
      'hr',
      'pre',
      'blockquote',
      'table',
      'thead',
      'tbody',
      'tr',
    ].map((name) => [name, []]),
  ),
};

describe('Markdown', () => {
  it('is refused, or becomes HTML with harmless elements, attributes and links only', () => {
    let rendered = 0;
    fc.assert(
      fc.property(fc.array(markdownParts, { maxLength: 12 }), (parts) => {
        const text = renderLegalText(`# Terms\n\n${parts.join('')}`);
        if (text.status === 'wrong') return;
        rendered += 1;
        const page = parseHtml(text.html);
        for (const element of page.body.querySelectorAll('*')) {
          const name = element.tagName.toLowerCase();
          for (const attribute of element.getAttributeNames()) expect(allowed[name]).toContain(attribute);
          expect(Object.keys(allowed)).toContain(name);
        }
        for (const link of page.querySelectorAll('a'))
          expect(link.getAttribute('href')).toMatch(/^(https?:\/\/|mailto:|tel:|\/(?![/\\])|#section-)/i);
      }),
      { numRuns: someRuns(1_500) },
    );
    expect(rendered).toBeGreaterThan(10);
  });

  it.each([
    ['raw HTML', 'Write to <Acme>', 'contains HTML ("<Acme>")'],
    ['an image', '![a](https://a.example/x.png)', 'contains an image'],
    ['a link that runs a script', '[a](javascript:alert(1))', 'has a link that is not allowed'],
    ['a link without a protocol', '[a](//a.example)', 'has a link that is not allowed'],
  ])('with %s is refused', (_what, markdown, problem) => {
    expect(renderLegalText(`# Terms\n\n- ${markdown}`)).toEqual({
      status: 'wrong',
      problem: expect.stringContaining(problem),
    });
  });

  it('has headings below the title, which the text can link to', () => {
    expect(renderLegalText('# Terms & more\n\n[Top](#élan)\n\n# Élan\n\n### Rest')).toEqual({
      status: 'rendered',
      title: 'Terms & more',
      html: '<p><a href="#section-élan" rel="noopener noreferrer">Top</a></p>\n<h2 id="section-élan">Élan</h2>\n<h3 id="section-rest">Rest</h3>\n',
    });
  });
});
