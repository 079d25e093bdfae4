import { isOpenToSee, type Rule, within } from './rule.ts';

/** Of messages to phones and browsers. */
export const messageRules: readonly Rule[] = [
  (v) =>
    v.NODE_ENV === 'production' &&
    v.MESSENGER === 'console' &&
    'MESSENGER=console no se usa con NODE_ENV=production: los códigos quedarían en los registros',
  (v) =>
    v.NODE_ENV === 'production' &&
    v.PUSH_LOOPBACK === '1' &&
    'PUSH_LOOPBACK=1 no se usa con NODE_ENV=production: cualquiera haría que el portal llame a los programas de su máquina',
  (v, services) =>
    v.MESSENGER === 'webhook' &&
    (v.MESSENGER_WEBHOOK_URL === undefined || v.MESSENGER_WEBHOOK_SECRET === undefined) &&
    within(services, 'accounts') &&
    'MESSENGER_WEBHOOK_URL y MESSENGER_WEBHOOK_SECRET son obligatorias con MESSENGER=webhook',
  (v, services) =>
    v.MESSENGER === 'twilio' &&
    (v.TWILIO_ACCOUNT_SID === undefined ||
      v.TWILIO_AUTH_TOKEN === undefined ||
      v.TWILIO_FROM === undefined) &&
    within(services, 'accounts') &&
    'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN y TWILIO_FROM son obligatorias con MESSENGER=twilio',
  ...(['MESSENGER_WEBHOOK_URL', 'TWILIO_URL'] as const).map(
    (name): Rule =>
      (v) => {
        const url = v[name];
        return (
          url !== undefined &&
          isOpenToSee(url) &&
          `${name} debe empezar por https://: por http:// cualquiera en el camino lee los códigos`
        );
      },
  ),
];
