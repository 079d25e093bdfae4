import { readConsultaAnswer } from '../../../../../services/scraper/sources/consultacenso/read-answer.ts';
import { itReads } from '../../../../support/official/fixture.ts';
import { FOREIGN_BODIES } from '../support/foreign-bodies.ts';
import { FOUND, HALF_FOUND } from './found.ts';
import { MESSAGES } from './messages.ts';
import { NOVEDAD } from './novedades.ts';

describe('An answer of consultacenso', () => {
  describe('with a place is read whatever its keys look like:', () => itReads(FOUND, readConsultaAnswer));
  describe('with a place that is not whole is no answer:', () => itReads(HALF_FOUND, readConsultaAnswer));
  describe('with a novedad is cancelled, deceased only for death:', () =>
    itReads(NOVEDAD, readConsultaAnswer));
  describe('in words is read by its words:', () => itReads(MESSAGES, readConsultaAnswer));
  describe('that is something else is never an answer about a person:', () =>
    itReads(FOREIGN_BODIES, readConsultaAnswer));
});
