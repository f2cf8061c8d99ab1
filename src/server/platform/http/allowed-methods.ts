/** Responds to OPTIONS and to methods that an endpoint doesn't allow (RFC 9110, sections 9.3.7 and 15.5.6). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
export type Methods = readonly Method[];

/**
 * Methods of read-only endpoints, of write-only endpoints, and of endpoints that support both. Every endpoint supports
 * OPTIONS.
 */
export const reading: Methods = ['GET', 'HEAD', 'OPTIONS'];
export const writing: Methods = ['POST', 'OPTIONS'];
export const readingAndWriting: Methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];

const asList = new Intl.ListFormat('en', { type: 'disjunction' });

/**
 * Returns true if the handler should respond. Otherwise the response has already been sent: the allowed methods for
 * OPTIONS, or a 405.
 */
export function isForHandler(methods: Methods, req: IncomingMessage, res: ServerResponse): boolean {
  const isAllowed = methods.some((method) => method === req.method);
  if (isAllowed && req.method !== 'OPTIONS') return true;
  res.setHeader('Allow', methods.join(', '));
  if (isAllowed) {
    res.statusCode = 204;
    res.setHeader('Cache-Control', 'no-store');
    res.end();
  } else {
    const useful = methods.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
    sendProblem(res, 'method-not-allowed', { detail: `Use ${asList.format(useful)} here.` });
  }
  return false;
}

/**
 * Middleware that checks a request's method before the endpoint's handler runs. `methods` may depend on the request. A
 * result of null means that the endpoint doesn't exist; the handler then responds.
 */
export function allow(methods: Methods | ((req: Request) => Methods | null)): RequestHandler {
  return (req, res, next) => {
    const known = typeof methods === 'function' ? methods(req) : methods;
    if (known === null || isForHandler(known, req, res)) next();
  };
}
