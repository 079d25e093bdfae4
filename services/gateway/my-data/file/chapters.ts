import type { Answer } from '../../../../shared/contract/census.ts';
import type {
  OwnAccount,
  OwnBatch,
  OwnEntry,
  OwnHistory,
  OwnRecord,
} from '../../../../shared/contract/own-data.ts';
import type { OwnRequest } from '../../../../shared/contract/requests.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { formatCedula } from '../../../../shared/person/cedula.ts';
import { formatPhone } from '../../../../shared/person/phone/phone.ts';
import { lookOf } from '../../answer/card.ts';
import { channelName, purposeWords } from '../../consent/purposes.ts';
import { roleName } from '../../people/roles.ts';
import { actionName } from '../../people/trail-view.ts';
import { kindName, requestChannelName, topicName } from '../../requests/words.ts';
import { deviceName } from '../../sessions/device.ts';
import {
  doneText,
  factorName,
  failureText,
  messageName,
  messageState,
  outcomeLook,
  readerName,
  sourceName,
} from '../words.ts';
import { type Chapter, entriesOf, type Fact, momentOf, pagedEntries } from './chapter.ts';

const PAGE = 500;

/** Everything that is held of a person, in the order of the file. Long lists are asked for as they are written. */
export const chaptersOf = (
  account: OwnAccount,
  history: OwnHistory,
  requests: readonly OwnRequest[],
  call: Call,
): Chapter[] => [
  { key: 'cuenta', title: 'Su cuenta', facts: accountFacts(account) },
  {
    ...{ key: 'autorizaciones', title: 'Sus autorizaciones' },
    note: 'El texto de cada versión está en la política de datos del portal.',
    entries: entriesOf(account.consents, (consent) => [
      ['proposito', 'Para qué', purposeWords[consent.purpose].name],
      ['version', 'Versión del texto', consent.policyVersion],
      ['huellaDelTexto', 'Huella del texto (SHA-256)', consent.textHash],
      ['fecha', 'Cuándo la dio', momentOf(consent.grantedAt)],
      ['retirada', 'Cuándo la retiró', momentOf(consent.withdrawnAt)],
      ['canal', 'Cómo la dio', channelName(consent.channel)],
      ['direccion', 'Desde qué dirección de internet', consent.ip],
      ['navegador', 'Con qué navegador', consent.userAgent],
    ]),
  },
  { key: 'censo', title: 'Su respuesta del censo', facts: recordFacts(history.record) },
  {
    ...{ key: 'consultas', title: 'Las consultas que se hicieron' },
    entries: pagedEntries(
      async (cursor) =>
        cursor === undefined
          ? history
          : call('census.ownHistory', { cursor, limit: PAGE }, { timeoutMs: PAGE_TIMEOUT_MS }),
      ({ startedAt, finishedAt, outcome, source }) => [
        ['inicio', 'Comenzó', momentOf(startedAt)],
        ['fin', 'Terminó', momentOf(finishedAt)],
        ['resultado', 'Resultado', outcomeLook(outcome).text],
        ['fuente', 'Dónde se preguntó', sourceName(source)],
      ],
    ),
  },
  {
    ...{ key: 'actualizaciones', title: 'Las actualizaciones de varias personas que pidió' },
    entries: entriesOf(history.batches, batchFacts),
  },
  { key: 'sesiones', title: 'Sus sesiones', entries: entriesOf(account.sessions, sessionFacts) },
  {
    ...{ key: 'equipos', title: 'Los equipos desde los que ingresó' },
    entries: entriesOf(account.devices, ({ lastUsedAt, expiresAt }) => [
      ['ultimoUso', 'Último ingreso', momentOf(lastUsedAt)],
      ['vence', 'Se olvida', momentOf(expiresAt)],
    ]),
  },
  {
    ...{ key: 'segundoPaso', title: 'Su segundo paso' },
    entries: entriesOf(account.factors, ({ kind, label, createdAt, confirmedAt, lastUsedAt }) => [
      ['tipo', 'Tipo', factorName(kind)],
      ['nombre', 'Nombre', label],
      ['creado', 'Creado', momentOf(createdAt)],
      ['confirmado', 'Confirmado', momentOf(confirmedAt)],
      ['ultimoUso', 'Último uso', momentOf(lastUsedAt)],
    ]),
  },
  {
    ...{ key: 'codigosUsados', title: 'Sus códigos de recuperación usados' },
    entries: entriesOf(account.recoveryCodes.usedAt, (usedAt) => [['usado', 'Usado', momentOf(usedAt)]]),
  },
  {
    ...{ key: 'solicitudes', title: 'Sus solicitudes sobre sus datos' },
    entries: entriesOf(requests, (request) => [
      ['numero', 'Número', request.number],
      ['tipo', 'Tipo', kindName(request.kind)],
      ['tema', 'Tema', topicName(request.topic)],
      ['canal', 'Llegó por', requestChannelName(request.channel)],
      ['texto', 'Qué pidió', request.text],
      ['recibida', 'Recibida', request.receivedOn],
      ['vence', 'Se responde hasta', request.dueOn],
      ['prorroga', 'Motivo de la prórroga', request.extension],
      ['respondida', 'Respondida', momentOf(request.answer?.at)],
      [
        'respondidaPor',
        'Respondida por',
        request.answer === null ? null : requestChannelName(request.answer.channel),
      ],
      ['respuesta', 'Respuesta', request.answer?.text ?? null],
    ]),
  },
  {
    ...{ key: 'mensajes', title: 'Los mensajes que se enviaron a su celular' },
    entries: entriesOf(account.messages, ({ kind, state, createdAt, endedAt }) => [
      ['tipo', 'Tipo', messageName(kind)],
      ['estado', 'Estado', messageState(state)],
      ['pedido', 'Pedido', momentOf(createdAt)],
      ['terminado', 'Terminado', momentOf(endedAt)],
    ]),
  },
  {
    ...{ key: 'recuperaciones', title: 'Las veces que se pidió recuperar su cuenta' },
    entries: entriesOf(account.recoveries, ({ kind, reason, ...decided }) => [
      ['que', 'Qué', kind === 'factor' ? 'El segundo paso' : 'La contraseña'],
      ['motivo', 'Motivo', reason],
      ...decidedFacts(decided),
    ]),
  },
  {
    ...{ key: 'reclamosDeCedula', title: 'Las veces que alguien dijo que su cédula es suya' },
    note: 'Quién lo dijo, y con qué lo mostró, son datos de esa persona.',
    entries: entriesOf(account.claims, decidedFacts),
  },
  {
    ...{ key: 'contrasenasErradas', title: 'Contraseñas erradas con su cédula' },
    entries: entriesOf(account.wrongPasswords, ({ failures, lastAt }) => [
      ['seguidas', 'Seguidas', failures],
      ['ultima', 'La última', momentOf(lastAt)],
    ]),
  },
  {
    ...{ key: 'anotaciones', title: 'Lo que se anotó de usted y de lo que hizo' },
    note: 'De quien administra el portal se dice solo eso: responde el portal, que sabe quién fue. De otras personas no se dice desde dónde ni qué buscaban.',
    entries: pagedEntries(
      (cursor) =>
        call(
          'accounts.ownTrail',
          { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
          { timeoutMs: PAGE_TIMEOUT_MS },
        ),
      entryFacts,
    ),
  },
];

/** A page that takes longer ends the file. */
const PAGE_TIMEOUT_MS = 20_000;

const accountFacts = (account: OwnAccount): Fact[] => {
  const { user } = account;
  return [
    ['id', 'Identificador', user.id],
    ['cedula', 'Cédula', formatCedula(user.cedula)],
    ['nombreCompleto', 'Nombre', user.nombreCompleto],
    ['celular', 'Celular', formatPhone(user.phone)],
    ['celularConfirmado', 'Celular confirmado', momentOf(account.phoneProvenAt)],
    [
      'celularPorConfirmar',
      'Celular por confirmar',
      account.phonePending === null ? null : formatPhone(account.phonePending),
    ],
    ['rol', 'Rol', roleName(user.role)],
    ['registro', 'Registro', momentOf(user.createdAt)],
    ['invitadoPor', 'Le invitó', account.referrer],
    ['codigo', 'Su código para invitar', user.referralCode],
    ['meta', 'Su meta de referidos', user.referralGoal],
    ['invitados', 'Personas que ha invitado', account.referrals],
    ['suspendidaDesde', 'Cuenta suspendida desde', momentOf(account.suspendedAt)],
    ['segundoPasoDesde', 'Segundo paso desde', momentOf(account.factorSince)],
    ['segundoPasoPedido', 'Segundo paso pedido por su rol desde', momentOf(account.factorDemandedAt)],
    ['codigosDeRecuperacion', 'Códigos de recuperación', account.recoveryCodes.total],
  ];
};

const recordFacts = (record: OwnRecord | null): Fact[] =>
  record === null
    ? [['guardada', 'Se guarda', false]]
    : [
        ['guardada', 'Se guarda', true],
        ['cedula', 'Cédula consultada', formatCedula(record.cedula)],
        ['estado', 'Estado', lookOf(record.status).title],
        ...answerFacts(record.answer),
        ['respondida', 'Respuesta del', momentOf(record.answeredAt)],
        ['falla', 'Falla de la última consulta', record.error === null ? null : failureText(record.error)],
        ['pedida', 'Última consulta pedida', momentOf(record.requestedAt)],
        ['pedidaPor', 'La pidió', record.requestedBy === null ? 'El portal' : askers[record.requestedBy]],
        ['intento', 'Intento', record.attempt],
        ['proxima', 'Próxima consulta', momentOf(record.dueAt)],
        ['creada', 'Guardada desde', momentOf(record.createdAt)],
        ['cambiada', 'Último cambio', momentOf(record.updatedAt)],
      ];

const askers = { self: 'Usted', other: 'Quien le invitó' };

const answerFacts = (answer: Answer | null): Fact[] => {
  if (answer === null || answer.kind === 'not_found') return [];
  if (answer.kind === 'cancelled')
    return [
      ['novedad', 'Novedad', answer.novedad],
      ['resolucion', 'Resolución', answer.resolucion],
      ['fechaNovedad', 'Fecha de la novedad', answer.fechaNovedad],
    ];
  return [
    ['departamento', 'Departamento', answer.departamento],
    ['municipio', 'Municipio', answer.municipio],
    ['puesto', 'Puesto', answer.puesto],
    ['direccion', 'Dirección', answer.direccion],
    ['mesa', 'Mesa', answer.mesa],
    ['latitud', 'Latitud', answer.mapa?.lat ?? null],
    ['longitud', 'Longitud', answer.mapa?.lng ?? null],
  ];
};

const sessionFacts = (session: OwnAccount['sessions'][number]): Fact[] => [
  ['ingreso', 'Ingresó', momentOf(session.createdAt)],
  ['ultimoUso', 'Último uso', momentOf(session.lastUsedAt)],
  ['vence', 'Vence', momentOf(session.expiresAt)],
  ['confirmada', 'Confirmó que es usted', momentOf(session.provedAt)],
  ['reemplazada', 'Reemplazada', momentOf(session.replacedAt)],
  ['equipo', 'Equipo', deviceName(session.userAgent)],
  ['navegador', 'Como se nombra el navegador', session.userAgent],
  ['direccion', 'Dirección de internet', session.ip],
];

const batchFacts = (batch: OwnBatch): Fact[] => [
  ['pedida', 'Pedida', momentOf(batch.requestedAt)],
  ['personas', 'Personas', batch.total],
  ['hechas', 'Hechas', batch.done],
  ['fallidas', 'Fallidas', batch.failed],
  ['omitidas', 'Omitidas', batch.skipped],
  ['cancelada', 'Cancelada', momentOf(batch.cancelledAt)],
  ['terminada', 'Terminada', momentOf(batch.finishedAt)],
];

const decidedFacts = ({ createdAt, decidedAt, granted, decision }: OwnAccount['claims'][number]): Fact[] => [
  ['pedido', 'Pedido', momentOf(createdAt)],
  ['decidido', 'Decidido', momentOf(decidedAt)],
  ['concedido', 'Concedido', granted],
  ['decision', 'Motivo de la decisión', decision],
];

const entryFacts = (entry: OwnEntry): Fact[] => [
  ['fecha', 'Cuándo', momentOf(entry.at)],
  ['quien', 'Quién', readerName(entry.by)],
  ['que', 'Qué', entry.by === 'self' ? actionName(entry.action) : doneText(entry.action)],
  ['personas', 'Sobre cuántas personas', entry.people],
  ['direccion', 'Desde qué dirección de internet', entry.ip],
  ['detalle', 'Detalle', entry.detail],
];
