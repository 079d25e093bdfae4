import type { Answer } from '../../../../shared/contract/census.ts';
import type { OwnAccount, OwnBatch, OwnEntry, OwnRecord } from '../../../../shared/contract/own-data.ts';
import { formatCedula } from '../../../../shared/person/cedula.ts';
import { formatPhone } from '../../../../shared/person/phone/phone.ts';
import { lookOf } from '../../answer/card.ts';
import { roleName } from '../../people/roles.ts';
import { actionName } from '../../people/trail-view.ts';
import { deviceName } from '../../sessions/device.ts';
import { doneText, failureText, readerName } from '../words.ts';
import { type Fact, momentOf } from './chapter.ts';

export const accountFacts = (account: OwnAccount): Fact[] => {
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

export const recordFacts = (record: OwnRecord | null): Fact[] =>
  record === null
    ? [['guardada', 'Se guarda', false]]
    : [
        ['guardada', 'Se guarda', true],
        ['cedula', 'Cédula consultada', formatCedula(record.cedula)],
        ['estado', 'Estado', lookOf(record.status).title],
        ...answerFacts(record.answer),
        ['respondida', 'Respuesta del', momentOf(record.answeredAt)],
        ['cambioDePuesto', 'Su puesto cambió', momentOf(record.move?.changedAt)],
        ['cambioVisto', 'Vio que su puesto cambió', momentOf(record.move?.seenAt)],
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

export const sessionFacts = (session: OwnAccount['sessions'][number]): Fact[] => [
  ['ingreso', 'Ingresó', momentOf(session.createdAt)],
  ['ultimoUso', 'Último uso', momentOf(session.lastUsedAt)],
  ['vence', 'Vence', momentOf(session.expiresAt)],
  ['confirmada', 'Confirmó que es usted', momentOf(session.provedAt)],
  ['reemplazada', 'Reemplazada', momentOf(session.replacedAt)],
  ['equipo', 'Equipo', deviceName(session.userAgent)],
  ['navegador', 'Como se nombra el navegador', session.userAgent],
  ['direccion', 'Dirección de internet', session.ip],
];

export const batchFacts = (batch: OwnBatch): Fact[] => [
  ['pedida', 'Pedida', momentOf(batch.requestedAt)],
  ['personas', 'Personas', batch.total],
  ['hechas', 'Hechas', batch.done],
  ['fallidas', 'Fallidas', batch.failed],
  ['omitidas', 'Omitidas', batch.skipped],
  ['cancelada', 'Cancelada', momentOf(batch.cancelledAt)],
  ['terminada', 'Terminada', momentOf(batch.finishedAt)],
];

export const decidedFacts = ({
  createdAt,
  decidedAt,
  granted,
  decision,
}: OwnAccount['claims'][number]): Fact[] => [
  ['pedido', 'Pedido', momentOf(createdAt)],
  ['decidido', 'Decidido', momentOf(decidedAt)],
  ['concedido', 'Concedido', granted],
  ['decision', 'Motivo de la decisión', decision],
];

export const entryFacts = (entry: OwnEntry): Fact[] => [
  ['fecha', 'Cuándo', momentOf(entry.at)],
  ['desde', 'Desde cuándo', momentOf(entry.visit?.from ?? entry.at)],
  ['veces', 'Veces', entry.visit?.times ?? 1],
  ['quien', 'Quién', readerName(entry.by)],
  ['que', 'Qué', entry.by === 'self' ? actionName(entry.action) : doneText(entry.action)],
  ['personas', 'Sobre cuántas personas', entry.people],
  ['direccion', 'Desde qué dirección de internet', entry.ip],
  ['detalle', 'Detalle', entry.detail],
];
