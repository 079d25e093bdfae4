import { integer, oneOf, text, variable } from './variable.ts';

/** The accounts that are there from the start. */
export const accountsVariables = {
  ADMIN_CEDULA: variable(text, {
    unit: 'cédula',
    help: 'Primera cuenta ADMIN, creada al arrancar. Requiere ADMIN_PASSWORD.',
  }),
  ADMIN_PASSWORD: variable(text, {
    unit: 'contraseña',
    help: 'Contraseña de la primera cuenta ADMIN; no arranca con una fácil de adivinar.',
  }),
  STAFF_IDLE_M: variable(integer(1, 1_440), {
    fallback: '30',
    unit: 'minutos',
    help: 'Sin actividad, cuánto dura la sesión de quien administra, opera o coordina.',
  }),
  DEMO_ACCOUNTS: variable(oneOf(['0', '1']), {
    fallback: '1',
    unit: '0 | 1',
    help: 'Cuentas de demostración; solo existen en modo embebido con el simulador.',
  }),
};
