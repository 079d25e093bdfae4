import type { FailureKind } from '../../../shared/contract/outcome.ts';

/** What each failure means for the person, without what happens next. */
const reasons: Record<FailureKind, string> = {
  timeout: 'La página de la Registraduría no respondió a tiempo.',
  network: 'No fue posible comunicarse con la página de la Registraduría.',
  blocked: 'La página de la Registraduría rechazó la consulta.',
  captcha: 'La página de la Registraduría pidió una verificación que el portal no puede responder.',
  maintenance: 'La Registraduría está actualizando la información.',
  page_changed: 'La página de la Registraduría cambió y el portal todavía no sabe consultarla.',
  unrecognised: 'La Registraduría respondió algo que no pudimos leer con certeza.',
  wrong_person: 'La Registraduría respondió con datos que no corresponden a su cédula, y los descartamos.',
  browser_crash: 'La consulta se interrumpió por una falla del portal.',
  crash: 'La consulta se interrumpió varias veces por una falla del portal.',
};

/** A sentence that says what happened and what happens next. */
export const failureMessage = (kind: FailureKind, willRetry: boolean): string => {
  const next = willRetry
    ? 'Lo intentaremos de nuevo automáticamente: no tiene que hacer nada.'
    : 'Ya no lo intentaremos por nuestra cuenta: puede pedir una nueva consulta con el botón «Actualizar».';
  return `${reasons[kind]} ${next}`;
};
