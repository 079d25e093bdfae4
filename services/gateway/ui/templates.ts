import { watch } from 'node:fs';
import { Eta } from 'eta';
import { escapeHtml } from './escape.ts';

/** What a whole page is given has it; a part that is given less than that has what is around it as well. */
const WHOLE = 'isWhole';

/** What Eta 4 writes to take in another template: it copies all that a page knows, twice for a part with data of its own. */
const TAKES_IN =
  'let include = (__eta_t, __eta_d) => this.render(__eta_t, {...it, ...(__eta_d ?? {})}, options);';
const WITHOUT_COPY = `let include = (__eta_t, __eta_d) => this.render(__eta_t, __eta_d === it || __eta_d?.${WHOLE} === true ? __eta_d : {...it, ...(__eta_d ?? {})}, options);`;
/** What it makes at each call of a template, and none of ours uses. */
const UNUSED =
  /^let includeAsync .*$|^(?:async )?function (?:output|capture|captureAsync|block|blockAsync)\(.*$/gm;

/** @throws Error where Eta writes something else */
const withoutCopies = (compiled: string): string => {
  if (!compiled.includes(TAKES_IN)) throw new Error('Eta takes in templates in another way than 4.6.0 did');
  return compiled.replace(TAKES_IN, WITHOUT_COPY).replaceAll(UNUSED, '');
};

/** Where a template stands is looked for once, not at each of 25 rows. */
const remembering = (eta: Eta): void => {
  const { resolvePath } = eta;
  if (resolvePath === null) return;
  const known = new Map<string, string>();
  eta.resolvePath = (template, options) => {
    const key = `${options?.filepath ?? ''} ${template}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const path = resolvePath.call(eta, template, options);
    known.set(key, path);
    return path;
  };
};

/**
 * The templates of a folder, everything escaped, each compiled when it is first shown.
 *
 * @param helpers that all of them know
 * @param areFinal that they do not change: else they are watched, and compiled anew when one does
 * @returns renders one with data, of which all that are taken in know as well
 */
export const openTemplates = (
  views: string,
  helpers: object,
  areFinal: boolean,
): ((template: string, data: object) => string) => {
  const plugins = [{ processFnString: withoutCopies }];
  const eta = new Eta({ views, cache: true, autoEscape: true, escapeFunction: escapeHtml, plugins });
  remembering(eta);
  if (!areFinal) watch(views, { recursive: true, persistent: false }, () => eta.templatesSync.reset());
  const known = { ...helpers, [WHOLE]: true };
  return (template, data) => eta.render(template, { ...known, ...data });
};
