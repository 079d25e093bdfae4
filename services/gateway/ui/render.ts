import { join } from 'node:path';
import { Eta } from 'eta';
import { formatCedula, maskCedula } from '../../../shared/person/cedula.ts';
import { formatPhone, phoneLink } from '../../../shared/person/phone/phone.ts';
import type { Assets } from './assets/assets.ts';
import { formatDay, formatMoment, formatShortDay } from './format.ts';
import { icon } from './icons.ts';
import { formatNumber } from './numbers.ts';

export type Render = (template: string, data: object) => string;

/** The page renderer: Eta templates of `templates/`, everything escaped, with the helpers that they share. */
export const createRenderer = (assets: Assets, cache: boolean): Render => {
  const eta = new Eta({ views: join(import.meta.dirname, '../../../templates'), cache, autoEscape: true });
  const helpers = {
    asset: assets.url,
    icon,
    formatCedula,
    formatDay,
    formatMoment,
    formatNumber,
    // The first ADMIN is made without one.
    formatPhone: (phone: string) => formatPhone(phone) || 'Sin teléfono',
    formatShortDay,
    maskCedula,
    phoneLink,
  };
  return (template, data) => eta.render(`./${template}`, { ...helpers, ...data });
};
