import { z } from 'zod';
import { parsePhone } from '../../person/phone/phone.ts';
import { integer, oneOf, text, urlOf, variable } from './variable.ts';

const quietHours = z.string().transform((given, context): { from: number; to: number } | null => {
  if (given === 'ninguna') return null;
  const [, from = '24', to = '24'] = /^(\d{1,2})-(\d{1,2})$/.exec(given) ?? [];
  if (Number(from) > 23 || Number(to) > 23)
    context.issues.push({ code: 'custom', message: 'debe ser desde-hasta, como 20-8, o ninguna', input: '' });
  return { from: Number(from), to: Number(to) };
});

/** As https://www.standardwebhooks.com has it; 24 bytes at least. */
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'debe ser whsec_ y al menos 24 bytes en base64');

const sender = z
  .string()
  .refine(
    (given) => /^MG[0-9a-f]{32}$/.test(given) || parsePhone(given.replace(/^whatsapp:/, '')) !== null,
    'debe ser un número (+57…), whatsapp:+57… o un servicio de mensajes (MG…)',
  );

/** `kind:HX…` separated by commas: what WhatsApp has approved. */
const templates = z.string().transform(
  (given, context): Record<string, string> =>
    Object.fromEntries(
      given.split(',').map((entry) => {
        const [, kind = '', sid = ''] = /^([a-z_]+):(HX[0-9a-f]{32})$/.exec(entry.trim()) ?? [];
        if (sid === '')
          context.issues.push({ code: 'custom', message: 'cada plantilla se escribe clase:HX…', input: '' });
        return [kind, sid];
      }),
    ),
);

/** How people's phones are reached. */
export const messengerVariables = {
  MESSENGER: variable(oneOf(['none', 'console', 'webhook', 'twilio']), {
    fallback: 'none',
    unit: 'none | console | webhook | twilio',
    help: 'Por dónde se envían códigos y avisos al celular de las personas. Con none nadie confirma su celular; console los escribe en la terminal y no se usa en production.',
  }),
  MESSENGER_PERSON_DAY: variable(integer(1, 100), {
    fallback: '8',
    unit: 'mensajes',
    help: 'Códigos que se envían al día a una persona, y a un número; otros tantos para recuperar la cuenta, y otros tantos avisos.',
  }),
  MESSENGER_SUBNET_DAY: variable(integer(1, 100_000), {
    fallback: '300',
    unit: 'mensajes',
    help: 'Códigos al día pedidos desde una misma red.',
  }),
  MESSENGER_PORTAL_DAY: variable(integer(1, 1_000_000), {
    fallback: '5000',
    unit: 'mensajes',
    help: 'Códigos al día de todo el portal: es lo más que alguien puede hacerle gastar. La última décima parte queda para quien recupera su cuenta.',
  }),
  MESSENGER_ABROAD_DAY: variable(integer(0, 1_000_000), {
    fallback: '100',
    unit: 'mensajes',
    help: 'De ellos, los que van a números de otros países, que cuestan más.',
  }),
  MESSENGER_QUIET_HOURS: variable(quietHours, {
    fallback: '20-8',
    unit: 'desde-hasta | ninguna',
    help: 'Horas de Colombia en las que espera lo que no es urgente.',
  }),
  MESSENGER_WEBHOOK_URL: variable(urlOf('http:', 'https:'), {
    unit: 'https://…',
    help: 'Dirección propia que recibe cada mensaje (docs/plugins.md). Obligatoria con MESSENGER=webhook; https, salvo en esta máquina.',
  }),
  MESSENGER_WEBHOOK_SECRET: variable(webhookSecret, {
    unit: 'whsec_…',
    help: 'Con él se firma lo que se envía a MESSENGER_WEBHOOK_URL (HMAC-SHA256, Standard Webhooks): whsec_ y lo que da «openssl rand -base64 32».',
  }),
  TWILIO_ACCOUNT_SID: variable(
    z.string().regex(/^AC[0-9a-f]{32}$/, 'debe ser AC y 32 dígitos hexadecimales'),
    {
      unit: 'AC…',
      help: 'Cuenta de Twilio. Obligatoria con MESSENGER=twilio, como TWILIO_AUTH_TOKEN y TWILIO_FROM.',
    },
  ),
  TWILIO_AUTH_TOKEN: variable(text, { unit: 'clave', help: 'Clave de la cuenta de Twilio.' }),
  TWILIO_FROM: variable(sender, {
    unit: '+… | whatsapp:+… | MG…',
    help: 'Número o servicio de mensajes que envía; con whatsapp: se envía por WhatsApp.',
  }),
  TWILIO_TEMPLATES: variable(templates, {
    unit: 'clase:HX…,…',
    help: 'Plantillas aprobadas por WhatsApp, por clase de mensaje (docs/plugins.md); {{1}} es el código o el dato. Sin ellas WhatsApp no entrega a quien no ha escrito antes.',
  }),
  TWILIO_URL: variable(urlOf('http:', 'https:'), {
    fallback: 'https://api.twilio.com',
    unit: 'https://…',
    help: 'API de Twilio.',
  }),
};
