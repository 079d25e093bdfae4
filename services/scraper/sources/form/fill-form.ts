import type { Failure } from '../../../../shared/contract/outcome.ts';
import type { LocatorPort } from '../../browser/driver.ts';
import { explain } from '../explain.ts';
import { type Bound, lacking, runStep, type Visit } from './visit.ts';

/**
 * Writes the number into the form and chooses the election.
 *
 * @returns null, or that the form does not take them: it is locked, covered, or another kind of field
 * @throws the browser's own end
 */
export const fillForm = (visit: Visit): Promise<Failure | null> =>
  runStep(visit, 'fill', visit.patience.fillMs, async (bound) => {
    const { page, profile, cedula, time, traffic, signal } = visit;
    const field = page.locator(profile.cedulaField);
    const list = page.locator(profile.electionField);
    while (!(await write(field, cedula, bound))) {
      // A page that still loads may make its form anew.
      if (traffic.inFlight() === 0 || bound.leftMs() <= 0)
        return lacking(visit, 'fill', `${profile.cedulaField} does not take the number`);
      await time.wait(LOOK_MS, signal);
    }
    const chosen = await takes(bound, (options) => list.selectOption(profile.currentPlace, options));
    return chosen ? null : lacking(visit, 'fill', `${profile.electionField} does not let choose`);
  });

const LOOK_MS = 200;

const write = async (field: LocatorPort, cedula: string, bound: Bound): Promise<boolean> =>
  (await takes(bound, (options) => field.fill(cedula, options))) && (await holds(field, cedula, bound));

/** @returns whether the page let it be done in time; @throws the browser's own end */
const takes = async (
  bound: Bound,
  act: (options: { timeout: number }) => Promise<unknown>,
): Promise<boolean> => {
  try {
    await act({ timeout: Math.max(bound.leftMs(), 1) });
    return true;
  } catch (error) {
    const { failure } = explain(error);
    if (failure === 'timeout' || failure === 'unrecognised') return false;
    throw error;
  }
};

/** The page may write it with dots. */
const holds = async (field: LocatorPort, cedula: string, bound: Bound): Promise<boolean> => {
  let value = '';
  const read = await takes(bound, async (options) => {
    value = await field.inputValue(options);
  });
  return read && value.replace(/\D/g, '') === cedula;
};
