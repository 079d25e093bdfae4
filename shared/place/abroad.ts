/**
 * What the official answer has as the departamento of people who vote abroad, where the "municipio" is a country:
 * CONSULADOS seen (88 in DIVIPOLE), the other words guessed.
 */
const ABROAD = /^\s*88\b|\b(CONSULAD|EMBAJAD|EXTERIOR|EXTRANJER|INTERNACIONAL)/i;

/** Does somebody with this departamento vote abroad? */
export const isAbroad = ({ departamento }: { departamento: string }): boolean => ABROAD.test(departamento);
