import { z } from 'zod';
import { text, variable } from './variable.ts';

const line = z.string().regex(/^[^{}\r\n]{2,500}$/, 'debe ser un texto de una línea, sin llaves');
const nit = z.string().regex(/^[\d.]{6,15}-?\d$/, 'debe ser un NIT, como 900.123.456-7');
const mail = z.email('debe ser un correo, como datos@ejemplo.org');

/** What the policy must say of whoever answers for people's data (Decreto 1377 de 2013, art. 13). */
export const consentVariables = {
  CONSENT_DIR: variable(text, {
    unit: 'carpeta',
    help: 'Textos de la política de datos, un archivo por versión. Sin ella, los que trae el portal en la carpeta consent.',
  }),
  RESPONSIBLE_NAME: variable(line, {
    unit: 'nombre',
    help: 'Responsable del tratamiento de los datos: nombre o razón social. Obligatoria en production, como las demás RESPONSIBLE_*.',
  }),
  RESPONSIBLE_NIT: variable(nit, { unit: 'NIT', help: 'NIT del responsable.' }),
  RESPONSIBLE_ADDRESS: variable(line, { unit: 'dirección', help: 'Domicilio: dirección y ciudad.' }),
  RESPONSIBLE_EMAIL: variable(mail, {
    unit: 'correo',
    help: 'Correo que recibe consultas y reclamos sobre datos.',
  }),
  RESPONSIBLE_PHONE: variable(line, { unit: 'teléfono', help: 'Teléfono para lo mismo.' }),
  RESPONSIBLE_AREA: variable(line, {
    unit: 'dependencia',
    help: 'Persona o dependencia que responde las consultas y los reclamos.',
  }),
  DATA_RETENTION: variable(line, {
    fallback:
      'Guardamos sus datos mientras tenga cuenta. Si usted la borra, o cuando termina la finalidad para la que los dio, se borran; como prueba de su autorización queda solo una huella con fechas, de la que no se puede volver a sus datos.',
    unit: 'texto',
    help: 'Hasta cuándo se guardan los datos, como lo dice la política.',
  }),
  DATA_TRANSFER: variable(line, {
    fallback:
      'No vendemos ni transferimos sus datos a terceros. Los servidores del portal los guarda un encargado que solo sigue nuestras instrucciones.',
    unit: 'texto',
    help: 'A quién se transfieren o transmiten los datos, como lo dice la política.',
  }),
};
