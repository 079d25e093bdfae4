import type { Actor, StatusFilter } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { type Condition, condition } from './condition.ts';
import { searchTerms } from './search-terms.ts';

/** Those in a group of statuses: `census_group` says it of each, also of who has no status yet. */
export const inGroup = (status: StatusFilter): Condition[] =>
  status === 'todos' ? [] : [condition('"census_group" = ?', status)];

/** Where somebody is asked to vote: see `shared/place/municipio-key.ts`. */
export type Place = Pick<ActionParams<'accounts.referrals'>, 'municipio' | 'puesto' | 'mesa'>;

/** Those who vote there: in a municipio, or in a puesto of it, or at a mesa of that. What has no place around it means nothing. */
export const votingAt = ({ municipio, puesto, mesa }: Place): Condition[] => {
  if (municipio === undefined) return [];
  return [
    condition('"census_municipio" = ?', municipio),
    ...(puesto === undefined ? [] : [condition('"census_puesto" = ?', puesto)]),
    ...(puesto === undefined || mesa === undefined ? [] : [condition('"census_mesa" = ?', mesa)]),
  ];
};

/** In no name. */
const NOBODYS = '\ufffd';

/** By what somebody may search those whom they referred. */
export const searchedBy = (actor: Actor): 'all' | 'names' => (mayReadReferred(actor) ? 'all' : 'names');

/**
 * Those whom a search finds: all its parts are in the person's name, cédula or phone, in any order.
 *
 * @param by names alone, for who is not shown the numbers: else they could be guessed, digit by digit
 */
export const matching = (q: string, by: 'all' | 'names' = 'all'): Condition[] =>
  searchTerms(q)
    .map((term) => (by === 'names' && /\d/.test(term) ? NOBODYS : term))
    .map((term) => condition('"search_text" like ?', `%${term.replace(/[\\%_]/g, '\\$&')}%`));
