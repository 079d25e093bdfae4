import { z } from 'zod';
import { type Decision, purposes, type Receipt } from '../../../shared/contract/consent.ts';
import type { Ctx, Page } from '../context.ts';
import { formatDay } from '../ui/format.ts';
import { qrOf } from '../ui/qr.ts';
import { textField } from '../web/form.ts';
import { originFor } from '../web/host.ts';
import { presentDecision } from './decisions.ts';
import { codeIn } from './pasted.ts';

/** Where anybody checks a receipt. */
const VERIFY = '/verificar/';
interface ReceiptPage extends Page {
  receipt: Receipt;
  /** The policy first, then what rests on it. */
  rows: ReturnType<typeof presentDecision>[];
  /** Each text that was decided on, once. */
  texts: { version: string; hash: string }[];
  /** An inline SVG. */
  qr: string;
  link: string;
}

interface VerifyPage extends Page {
  /** Nothing was asked yet, or what came of it. */
  result: 'none' | 'valid' | 'invalid';
  /** The day on which a valid one was issued. */
  day: string;
  /** What was pasted, shown again. */
  pasted: string;
}

declare module '../context.ts' {
  interface Pages {
    'consent/receipt': ReceiptPage;
    'consent/verify': VerifyPage;
  }
}

const inOrder = (decisions: readonly Decision[]): Decision[] =>
  purposes.flatMap((purpose) => decisions.filter((decision) => decision.purpose === purpose));

const textsOf = (decisions: readonly Decision[]): { version: string; hash: string }[] => {
  const known = decisions.flatMap(({ version, hash }) => (hash === null ? [] : [{ version, hash }]));
  return known.filter(({ hash }, index) => known.findIndex((one) => one.hash === hash) === index);
};

/** GET /mis-datos/autorizaciones/constancia/ */
export const receiptPage = async (ctx: Ctx): Promise<void> => {
  const receipt = await ctx.call('accounts.receipt', {});
  const link = `${originFor(ctx)}${VERIFY}?c=${receipt.code}`;
  ctx.page('consent/receipt', {
    title: 'Constancia de sus autorizaciones',
    ...{ receipt, link, qr: qrOf(link, 'L') },
    rows: inOrder(receipt.decisions).map(presentDecision),
    texts: textsOf(receipt.decisions),
  });
};

/** GET /mis-datos/autorizaciones/constancia.json */
export const receiptFile = async (ctx: Ctx): Promise<void> => {
  const receipt = await ctx.call('accounts.receipt', {});
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Content-Disposition', 'attachment; filename="constancia.json"');
  ctx.type = 'json';
  ctx.body = JSON.stringify(receipt, null, 2);
};

/** GET /api/v1/me/consents/receipt */
export const apiReceipt = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.receipt', {});
};

/** @param code null when what was pasted cannot be a receipt */
const show = async (ctx: Ctx, code: string | null, pasted = code ?? ''): Promise<void> => {
  const found = code === null || code === '' ? null : await check(ctx, code);
  const answer = found === null ? 'invalid' : 'valid';
  ctx.page('consent/verify', {
    title: 'Verificar una constancia',
    result: code === '' ? 'none' : answer,
    day: found === null ? '' : formatDay(found.issuedAt),
    pasted,
  });
};

const codeRule = z.string().max(20_000);

/** What nobody could have issued is not asked about. */
const check = async (ctx: Ctx, code: string): Promise<{ issuedAt: string } | null> => {
  const parsed = codeRule.safeParse(code);
  return parsed.success ? ctx.call('accounts.verifyReceipt', { code: parsed.data }) : null;
};

/** GET /verificar/?c=CODE */
export const verifyPage = (ctx: Ctx): Promise<void> => {
  const { c } = ctx.query;
  return show(ctx, typeof c === 'string' ? c : '');
};

/** POST /verificar/: a code that was typed, or a whole receipt that was pasted */
export const verifyForm = (ctx: Ctx): Promise<void> => {
  const pasted = textField(ctx, 'codigo').trim();
  return show(ctx, codeIn(pasted), pasted);
};
