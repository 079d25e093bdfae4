/** Whom a portal in production must name; all invented. */
export const responsible = {
  RESPONSIBLE_NAME: 'Fundación Inventada',
  RESPONSIBLE_NIT: '900.123.456-7',
  RESPONSIBLE_ADDRESS: 'Calle 1 # 2-3, Ciudad Inventada',
  RESPONSIBLE_EMAIL: 'datos@example.org',
  RESPONSIBLE_PHONE: '601 000 0000',
  RESPONSIBLE_AREA: 'Protección de datos',
};
