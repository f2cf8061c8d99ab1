/** By which methods an address is asked, and what the others are told (RFC 9110, sections 9.3.7 and 15.5.6). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
export type Methods = readonly Method[];

/** Answers of addresses that are read, written, or both; every address says so when it is asked by OPTIONS. */
export const reading: Methods = ['GET', 'HEAD', 'OPTIONS'];
export const writing: Methods = ['POST', 'OPTIONS'];
export const readingAndWriting: Methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];

const asList = new Intl.ListFormat('en', { type: 'disjunction' });

/** True where the address is to answer by itself; else the request has its answer: the methods there are, or 405. */
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
 * Stands before the handler of an address. Where the methods depend on what is asked, null says that there is no such
 * address: the handler says that itself.
 */
export function allow(methods: Methods | ((req: Request) => Methods | null)): RequestHandler {
  return (req, res, next) => {
    const known = typeof methods === 'function' ? methods(req) : methods;
    if (known === null || isForHandler(known, req, res)) next();
  };
}
