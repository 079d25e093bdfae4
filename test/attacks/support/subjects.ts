/** Every subject that means something to the portal or its server, as one of each kind. */
export const SERVICES = ['gateway', 'accounts', 'census', 'scraper', 'simulator'] as const;
export type Service = (typeof SERVICES)[number];

const COMMANDS = ['DISCOVER', 'INFO', 'HEARTBEAT', 'DISCONNECT', 'PING', 'PONG', 'REQ', 'RES', 'EVENT'];
const NODES = [...SERVICES, 'censo'].map((name) => `${name}.1`);
const GROUPS = [
  'accounts-census-updated',
  'census-user-registered',
  'census-user-role_changed',
  'census-user-corrected',
  'census-user-consent_changed',
  'otro',
];
const CONSUMERS = GROUPS.flatMap((name) => [name, `${name}-hold`]);
const EVENTS = [
  'censo.user.registered',
  'censo.user.role_changed',
  'censo.user.corrected',
  'censo.user.consent_changed',
  'censo.census.updated',
  'censo.otro',
];

const packets = COMMANDS.flatMap((command) =>
  ['all', ...NODES].flatMap((to) => NODES.map((from) => `MOL-censo.${command}.${to}.${from}`)),
);

/** As Moleculer names them when nobody says who it is. */
const unsigned = ['MOL-censo.INFO', 'MOL-censo.REQ.accounts.1', 'MOL-censo.REQB.accounts.login'];

const STREAM_QUESTIONS = [
  'INFO',
  'CREATE',
  'UPDATE',
  'DELETE',
  'PURGE',
  'MSG.GET',
  'MSG.DELETE',
  'RESTORE',
  'SNAPSHOT',
];
const CONSUMER_QUESTIONS = ['INFO', 'DELETE', 'MSG.NEXT', 'CREATE', 'DURABLE.CREATE', 'LEADER.STEPDOWN'];

const jetStream = [
  '$JS.API.INFO',
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
  '$JS.API.CONSUMER.NAMES.CENSO',
  '$JS.API.CONSUMER.LIST.CENSO',
  ...STREAM_QUESTIONS.flatMap((what) => [`$JS.API.STREAM.${what}.CENSO`, `$JS.API.STREAM.${what}.OTRO`]),
  '$JS.API.DIRECT.GET.CENSO',
  ...EVENTS.map((event) => `$JS.API.DIRECT.GET.CENSO.${event}`),
  '$JS.API.CONSUMER.CREATE.CENSO',
  ...CONSUMERS.flatMap((name) => [
    ...CONSUMER_QUESTIONS.map((what) => `$JS.API.CONSUMER.${what}.CENSO.${name}`),
    ...EVENTS.map((event) => `$JS.API.CONSUMER.CREATE.CENSO.${name}.${event}`),
    `$JS.ACK.CENSO.${name}.1.1.1.1.1`,
  ]),
];

const inboxes = [...SERVICES, 'censo', 'otro'].map((name) => `_INBOX.${name}.1`);
const system = ['$SYS.REQ.SERVER.PING', '$SYS.REQ.USER.INFO', '$SYS.ACCOUNT.$G.CONNECT'];

/** What one may try to send. */
export const sendable = [...packets, ...unsigned, ...EVENTS, ...jetStream, ...inboxes, ...system];

/** What one may try to listen to: all of that, and whole branches. */
export const audible = [
  ...sendable,
  ...['>', '*', 'MOL-censo.>', 'MOL-censo.*.*.*.*.*', 'MOL-censo.INFO.all.*.*', 'censo.>', 'censo.*.*'],
  ...['_INBOX.>', '$JS.>', '$JS.API.>', '$SYS.>'],
  ...SERVICES.flatMap((name) => [`MOL-censo.REQ.${name}.>`, `MOL-censo.RES.${name}.>`]),
];
