import { z } from 'zod';
import {
  type Decision,
  type Decisions,
  optionalPurposes,
  type Purpose,
  purposes,
  versionRule,
} from '../../../shared/contract/consent.ts';
import type { Ctx, Page } from '../context.ts';
import { formatFull, formatMoment } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { textField, ticked } from '../web/form.ts';
import { forgetSite } from '../web/headers.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { channelName, purposeWords } from './purposes.ts';

/** Where a person decides. */
const DECISIONS = '/mis-datos/autorizaciones/';

/** One decision that can be given and withdrawn, as its card. */
interface DecisionCard {
  purpose: Purpose;
  name: string;
  allows: string;
  without: string;
  /** Since when it stands; null while it does not. */
  since: string | null;
}

/** What was decided once, as a row. */
interface HistoryRow {
  name: string;
  version: string;
  given: string;
  withdrawn: string;
  channel: string;
  address: string;
}

interface DecisionsPage extends Page {
  cards: DecisionCard[];
  policy: DecisionCard;
  asked: boolean;
  history: HistoryRow[];
  /** The text that they decide on. */
  version: string;
}

declare module '../context.ts' {
  interface Pages {
    'consent/decisions': DecisionsPage;
  }
}

export const presentDecision = (decision: Decision): HistoryRow => ({
  name: purposeWords[decision.purpose].name,
  version: decision.version,
  given: formatFull(new Date(decision.givenAt)),
  withdrawn: endOf(decision),
  channel: channelName(decision.channel),
  address: decision.address || 'no se sabe',
});

const endOf = ({ withdrawnAt, outdated }: Decision): string => {
  if (withdrawnAt === null) return 'Vigente';
  const moment = formatFull(new Date(withdrawnAt));
  return outdated ? `Terminó el ${moment}: había que preguntarle de nuevo` : `Terminó el ${moment}`;
};

const presentDecisions = ({ standing, asked, history, version }: Decisions, now: Date): DecisionsPage => {
  const cardOf = (purpose: Purpose): DecisionCard => {
    const since = standing[purpose];
    return { purpose, ...purposeWords[purpose], since: since === null ? null : formatMoment(since, now) };
  };
  return {
    title: 'Sus autorizaciones',
    ...{ cards: optionalPurposes.map(cardOf), policy: cardOf('policy'), asked, version },
    history: history.map(presentDecision),
  };
};

/** GET /mis-datos/autorizaciones/ */
export const decisionsPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('consent/decisions', presentDecisions(await ctx.call('accounts.decisions', {}), new Date()));

const originOf = (ctx: Ctx) => ({ ip: ctx.ip, userAgent: ctx.get('User-Agent').slice(0, 300) });

const readRule = z.object({ version: versionRule });

/** The text that a form was shown with: nobody signs one that they were not shown. */
const versionOf = (ctx: Ctx): string => parsed(readRule, { version: textField(ctx, 'version') }).version;

const give = (ctx: Ctx, wanted: Purpose[], channel: Decision['channel'], version: string) =>
  ctx.call('accounts.giveConsent', { purposes: wanted, channel, version, origin: originOf(ctx) });

/** The purpose that a form is about, of those that it may name. */
const purposeOf = <P extends Purpose>(ctx: Ctx, among: readonly P[]): P =>
  parsed(z.object({ purpose: z.enum(among) }), { purpose: textField(ctx, 'purpose') }).purpose;

/** Only what a form of ours sends: nothing of all this happens by an empty request. */
const meant = (ctx: Ctx, field: string): unknown =>
  parsed(z.object({ [field]: z.literal('on', { error: 'Vuelva a la página y decida de nuevo.' }) }), {
    [field]: textField(ctx, field),
  });

/** POST /mis-datos/autorizaciones/dar/: one click */
export const giveForm = async (ctx: Ctx): Promise<void> => {
  await give(ctx, [purposeOf(ctx, purposes)], 'web', versionOf(ctx));
  ctx.redirect(withNotice(DECISIONS, 'autorizacion-dada'));
};

/** Withdraws; without the lookup this browser keeps no answer either. */
const withdraw = async (ctx: Ctx, given: (typeof optionalPurposes)[number][]): Promise<void> => {
  await ctx.call('accounts.withdrawConsent', { purposes: given, ip: ctx.ip });
  if (given.includes('lookup')) forgetSite(ctx);
};

const withdrawAll = async (ctx: Ctx): Promise<void> => {
  await ctx.call('accounts.withdrawPolicy', { ip: ctx.ip });
  forgetSite(ctx);
};

/** POST /mis-datos/autorizaciones/retirar/: one click */
export const withdrawForm = async (ctx: Ctx): Promise<void> => {
  await withdraw(ctx, [purposeOf(ctx, optionalPurposes)]);
  ctx.redirect(withNotice(DECISIONS, 'autorizacion-retirada'));
};

/** POST /mis-datos/autorizaciones/retirar-todo/ */
export const withdrawAllForm = async (ctx: Ctx): Promise<void> => {
  meant(ctx, 'todo');
  await withdrawAll(ctx);
  ctx.redirect(withNotice(DECISIONS, 'autorizacion-retirada'));
};

/** POST /mis-datos/autorizaciones/decidir/: all anew, after the policy has changed; what is not ticked is a no */
export const decideForm = async (ctx: Ctx): Promise<void> => {
  meant(ctx, 'policy');
  const version = versionOf(ctx);
  const given = optionalPurposes.filter((purpose) => ticked(ctx, purpose));
  const declined = optionalPurposes.filter((purpose) => !given.includes(purpose));
  if (declined.length > 0) await withdraw(ctx, declined);
  await give(ctx, ['policy', ...given], 'web', version);
  ctx.redirect(withNotice(DECISIONS, 'autorizacion-dada'));
};

/** GET /api/v1/me/consents */
export const apiDecisions = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.decisions', {});
};

const giveRule = z.object({ purposes: z.array(z.enum(purposes)).min(1), version: versionRule });
const withdrawRule = z.object({ purposes: z.array(z.enum(purposes)).min(1) });

/** POST /api/v1/me/consents {purposes, version}: the version that they have read, as `GET` names it */
export const apiGive = async (ctx: Ctx): Promise<void> => {
  const { purposes: wanted, version } = parsed(giveRule, bodyOf(ctx));
  await give(ctx, wanted, 'api', version);
  ctx.body = await ctx.call('accounts.decisions', {});
};

/** POST /api/v1/me/consents/withdraw {purposes}; no DELETE, whose body proxies and clients drop */
export const apiWithdraw = async (ctx: Ctx): Promise<void> => {
  const { purposes: named } = parsed(withdrawRule, bodyOf(ctx));
  const alone = optionalPurposes.filter((purpose) => named.includes(purpose));
  if (named.includes('policy')) await withdrawAll(ctx);
  else await withdraw(ctx, alone);
  ctx.body = await ctx.call('accounts.decisions', {});
};
