import { createFormSource } from '../form-source.ts';
import { readConsultaAnswer } from './read-answer.ts';

/**
 * consultacenso.registraduria.gov.co, the default source (seen since January 2026; facts: the official page's sheet).
 * `GET /back/api/elecciones` fills the list; 0 is "LUGAR DE VOTACION ACTUAL".
 */
export const consultacenso = createFormSource({
  name: 'consultacenso',
  cedulaField: '#consultaForm #documento',
  electionField: '#consultaForm #eleccion',
  currentPlace: '0',
  submit: '#submitBtn',
  isQuery: (url) => url.pathname.endsWith('/back/api/consulta'),
  read: readConsultaAnswer,
});
