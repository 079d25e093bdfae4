import { readWspAnswer } from '../../../../../services/scraper/sources/wsp/read-answer.ts';
import { itReads } from '../../../../support/official/fixture.ts';
import { FOREIGN_BODIES } from '../support/foreign-bodies.ts';
import { FOUND } from './found.ts';
import { MESSAGES } from './messages.ts';
import { NOT_WHOLE } from './not-whole.ts';
import { NOVEDAD } from './novedades.ts';

describe('An answer of wsp', () => {
  describe('with a place is read whatever its table looks like:', () => itReads(FOUND, readWspAnswer));
  describe('with a place is no answer', () => itReads(NOT_WHOLE, readWspAnswer));
  describe('with a novedad is cancelled, deceased only for death:', () => itReads(NOVEDAD, readWspAnswer));
  describe('in words is read by its words:', () => itReads(MESSAGES, readWspAnswer));
  describe('that is something else is never an answer about a person:', () =>
    itReads(FOREIGN_BODIES, readWspAnswer));
});
