/**
 * Serves the pages that a problem's `type` links to, which explain the problem and its remedy in the reader's language.
 */
import type { RequestHandler } from 'express';
import { preferredLocale } from '#server/platform/http/request/preferred-locale.ts';
import { html } from '#server/platform/mail/mail-layout.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';
import { apiDocumentPath } from '#shared/pages.ts';
import { problemNameIn, problemPagesPath, problems } from '#shared/problems.ts';
import { english } from './problem-texts/en.ts';
import { french } from './problem-texts/fr.ts';
import type { ProblemTexts } from './problem-texts/problem-text.ts';
import { sendPage } from './send-page.ts';

const textsOf = { en: english, fr: french } as const satisfies Record<Locale, ProblemTexts>;

/**
 * Serves `/problems/{name}`, or a 404 if the portal never reports that problem. `?lang=` takes precedence over the
 * cookie and `Accept-Language`.
 */
export const problemPage: RequestHandler<{ name: string }> = async (req, res) => {
  const locale = preferredLocale({
    asked: req.query.lang,
    ofAccount: undefined,
    cookies: req.headers.cookie,
    acceptLanguage: req.headers['accept-language'],
  });
  const texts = textsOf[locale];
  const others = locales.filter((each) => each !== locale);
  const name = problemNameIn(req.params.name);
  const page = {
    locale,
    beside: html`${others.map(
      (other) =>
        html`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${languages[other].ownName}</a>`,
    )}`,
  };
  const documentation = html`<p><a href="${apiDocumentPath}">${texts.documentation}</a></p>`;
  res.vary('Accept-Language, Cookie');
  if (!name) {
    await sendPage(res, 404, {
      ...page,
      title: texts.unknownTitle,
      main: html`<h1>${texts.unknownTitle}</h1>
<p>${texts.unknown}</p>
${documentation}`,
    });
    return;
  }
  const { title, means, action } = texts.problems[name];
  await sendPage(res, 200, {
    ...page,
    listed: true,
    title,
    main: html`<h1>${title}</h1>
<p class="quiet"><code>${problemPagesPath}/${name}</code> · ${texts.status} ${String(problems[name].status)}</p>
<h2>${texts.meansHeading}</h2>
<p>${means}</p>
<h2>${texts.actionHeading}</h2>
<p>${action}</p>
${documentation}`,
  });
};
