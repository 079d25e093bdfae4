import type { OwnAccount, OwnHistory } from '../../../../shared/contract/own-data.ts';
import type { OwnRequest } from '../../../../shared/contract/requests.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { sourceName } from '../../answer/source-name.ts';
import { channelName, purposeWords } from '../../consent/purposes.ts';
import { kindName, requestChannelName, topicName } from '../../requests/words.ts';
import { deviceName } from '../../sessions/device.ts';
import { factorName, messageName, messageState, outcomeLook } from '../words.ts';
import { type Chapter, entriesOf, momentOf, pagedEntries } from './chapter.ts';
import { accountFacts, batchFacts, decidedFacts, entryFacts, recordFacts, sessionFacts } from './facts.ts';

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
    ...{ key: 'puestos', title: 'Sus puestos de votación, con sus fechas' },
    note: 'Tal como los escribió la Registraduría, el más reciente primero.',
    entries: entriesOf(history.places ?? [], (place) => [
      ['puesto', 'Puesto', place.puesto],
      ['mesa', 'Mesa', place.mesa],
      ['direccion', 'Dirección', place.direccion],
      ['municipio', 'Municipio', place.municipio],
      ['departamento', 'Departamento', place.departamento],
      ['desde', 'Primera respuesta con él', momentOf(place.from)],
      ['hasta', 'Última respuesta con él', momentOf(place.until)],
      ['fuente', 'Dónde se preguntó', sourceName(place.source)],
    ]),
  },
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
      ['faltaba', 'Qué le faltaba', request.completion?.missing ?? null],
      ['sePidio', 'Se pidió completar', request.completion?.askedOn ?? null],
      ['seEspera', 'Se espera lo que falta hasta', request.completion?.until ?? null],
      ['completada', 'Completada', request.completion?.given?.on ?? null],
      ['completadaCon', 'Con qué se completó', request.completion?.given?.text ?? null],
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
    ...{ key: 'avisos', title: 'Los navegadores a los que se avisa' },
    note: 'La dirección y las claves que dio el navegador no están aquí: quien las tuviera podría enviarle avisos.',
    entries: entriesOf(account.browsers, ({ service, userAgent, createdAt, seenAt, lastOkAt }) => [
      ['equipo', 'Equipo', deviceName(userAgent)],
      ['navegador', 'Como se nombra el navegador', userAgent],
      ['servicio', 'Servicio que lleva el aviso', service],
      ['desde', 'Desde', momentOf(createdAt)],
      ['visto', 'Visto por última vez', momentOf(seenAt)],
      ['ultimoAviso', 'Último aviso', momentOf(lastOkAt)],
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
