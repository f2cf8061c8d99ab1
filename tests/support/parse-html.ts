/**
 * Parses HTML as a browser does, for tests of the project `rules`. If such a file asked vitest for jsdom instead, it
 * would need a worker of its own, and that worker would have to load the server's modules again.
 */
import { JSDOM } from 'jsdom';

const { DOMParser } = new JSDOM().window;

export const parseHtml = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');
