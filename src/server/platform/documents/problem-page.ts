/** The page behind a problem's `type`: what it means and what to do, in English or French. */
import type { RequestHandler } from 'express';
import { apiDocumentPath } from '#shared/pages.ts';
import { problemNameIn, problemPagesPath, problems } from '#shared/problems.ts';
import { html } from '../mail/mail-layout.ts';
import { sendPage } from './html-page.ts';
import { english } from './problem-texts/en.ts';
import { french } from './problem-texts/fr.ts';
import type { ProblemTexts } from './problem-texts/problem-text.ts';

const languages = { en: english, fr: french } as const satisfies Record<string, ProblemTexts>;
type Language = keyof typeof languages;

const isLanguage = (text: unknown): text is Language => typeof text === 'string' && text in languages;

/** Answers `/problems/{name}`; a name that no answer of ours gives is 404. `?lang=` counts before what the browser asks for. */
export const problemPage: RequestHandler<{ name: string }> = (req, res) => {
  const wished = req.query.lang;
  const accepted = req.acceptsLanguages(Object.keys(languages));
  const language = isLanguage(wished) ? wished : isLanguage(accepted) ? accepted : 'en';
  const texts = languages[language];
  const other = language === 'en' ? 'fr' : 'en';
  const name = problemNameIn(req.params.name);
  const page = {
    language,
    portal: texts.portal,
    beside: html`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${languages[other].otherLanguage}</a>`,
  };
  const documentation = html`<p><a href="${apiDocumentPath}">${texts.documentation}</a></p>`;
  res.vary('Accept-Language');
  if (!name) {
    sendPage(res, 404, {
      ...page,
      title: texts.unknownTitle,
      main: html`<h1>${texts.unknownTitle}</h1>
<p>${texts.unknown}</p>
${documentation}`,
    });
    return;
  }
  const { title, means, action } = texts.problems[name];
  sendPage(res, 200, {
    ...page,
    title,
    main: html`<h1>${title}</h1>
<p><code>${problemPagesPath}/${name}</code> · ${texts.status} ${String(problems[name].status)}</p>
<h2>${texts.meansHeading}</h2>
<p>${means}</p>
<h2>${texts.actionHeading}</h2>
<p>${action}</p>
${documentation}`,
  });
};
