import { maskCedula } from '../../../../shared/person/cedula.ts';
import { clean } from '../../../../shared/person/text/clean.ts';
import { plainDigits } from '../../../../shared/person/text/digits.ts';
import { plainNumberSigns } from '../../../../shared/person/text/signs.ts';

/** As much of a search as the trail keeps: nobody is called longer. */
const KEPT = 120;

/** What was searched for, for the trail: a number that may be a cédula or a phone only by its end. */
export const maskSearch = (q: string): string =>
  plainNumberSigns(plainDigits(clean(q)))
    .replace(/\d[\d.,' ()-]{4,}\d/g, (number) => maskCedula(number.replace(/\D/g, '')))
    .slice(0, KEPT);
