import type { HoldReason } from '../../../shared/contract/census.ts';

/** Why lookups stand still, without what becomes of the person's own. */
const holds: Record<HoldReason, string> = {
  paused: 'El equipo del portal puso las consultas en pausa.',
  blocked:
    'La página de la Registraduría está rechazando las consultas y estamos esperando para no insistir.',
  maintenance: 'La página de la Registraduría está en actualización.',
  captcha: 'La página de la Registraduría pide una verificación que el portal no puede responder.',
  timeout: 'La página de la Registraduría no está respondiendo a tiempo.',
  network: 'En este momento no hay comunicación con la página de la Registraduría.',
  page_changed: 'La página de la Registraduría cambió y el portal todavía no sabe consultarla.',
  unrecognised: 'La página de la Registraduría está respondiendo con errores.',
  lane_failed: 'El portal no tiene salida hacia la página de la Registraduría en este momento.',
  no_pace: 'No podemos medir el ritmo de las consultas, y sin esa medida no consultamos.',
  no_browser: 'El navegador que hace las consultas no está disponible.',
  no_scraper: 'El servicio que hace las consultas no está disponible en este momento.',
};

/** A sentence that says why nothing moves and that the person loses nothing. */
export const holdMessage = (reason: HoldReason): string =>
  `${holds[reason]} La consulta conserva su lugar y seguirá sola: no tiene que hacer nada.`;
