import { subnetsUnder } from '../../../../services/accounts/subnet/subnet.ts';

/** Under a key that everybody knows. */
export const subnetOf = subnetsUnder(new Uint8Array(32));
