import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { purgeEvidence } from '../../../services/census/store/evidence.ts';
import { createEvidenceBox } from '../../../services/scraper/lookup/evidence-box.ts';
import { EVIDENCE_BYTES, evidenceRule } from '../../../shared/contract/evidence.ts';
import { seeded } from '../../support/random.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, failed, lookupsIn } from './support/lookups.ts';

const DAY_S = 24 * 3_600;

describe('The evidence of a failure', () => {
  const database = useDatabase('census');
  const { register, take, complete, attempts } = lookupsIn(database);

  const sealed = async (...texts: string[]) => {
    const box = createEvidenceBox();
    for (const text of texts) box.put('page', text);
    return box.seal();
  };
  const kept = () =>
    database.query<{ lease_id: string; page: Buffer; truncated: boolean }>('select * from census.evidence');
  const failWith = async (text: string, now = at(5)) => {
    await register();
    const { leaseId } = await take(now);
    await complete(leaseId, failed('unrecognised'), now, 0, await sealed(text));
    return leaseId;
  };

  it('is kept with the attempt, compressed, and reads as it was', async () => {
    const leaseId = await failWith('<h3>Algo que nadie había visto: ñ, í, "comillas"</h3>');

    const [row] = await kept();
    expect(row).to.include({ lease_id: leaseId, truncated: false });
    expect(gunzipSync(row?.page ?? '').toString()).to.include('Algo que nadie había visto: ñ, í, "comillas"');
  });

  it('is not kept for an answer', async () => {
    const userId = await register();
    const { leaseId } = await take();
    await complete(leaseId, active, at(1), 0, await sealed('<p>x</p>'));

    expect(await kept()).to.deep.equal([]);
    expect((await attempts(userId))[0]).to.include({ outcome: 'active' });
  });

  it('is cut to 256 KiB, and says so', async () => {
    // Digits that do not compress: a megabyte of them.
    const random = seeded(1);
    const noise = Array.from({ length: 1_000_000 }, () => String.fromCharCode(33 + random.below(90))).join(
      '',
    );
    const evidence = await sealed(noise);

    expect(evidenceRule.safeParse(evidence).success, 'the contract takes it').to.equal(true);
    await register();
    await complete((await take()).leaseId, failed('unrecognised'), at(1), 0, evidence);
    const [row] = await kept();
    expect(row?.truncated).to.equal(true);
    expect(row?.page.length).to.be.within(EVIDENCE_BYTES / 4, EVIDENCE_BYTES);
  });

  it('is nothing when nothing was read', async () => {
    expect(await sealed()).to.equal(null);
  });

  it('has the last texts of a source that reads without end', async () => {
    const evidence = await sealed(...Array.from({ length: 50 }, (_, index) => `text ${index};`));
    const text = gunzipSync(Buffer.from(evidence?.page ?? '', 'base64')).toString();
    expect(text).to.include('text 49;').and.not.include('text 10;');
  });

  it('is removed when its time is over, with the history left', async () => {
    const old = await failWith('old', at(0));
    const young = await failWith('young', at(DAY_S));

    expect(await purgeEvidence(database.fork(), 30, at(30 * DAY_S))).to.equal(0);
    expect(await purgeEvidence(database.fork(), 30, at(30 * DAY_S + 1))).to.equal(1);

    expect((await kept()).map(({ lease_id }) => lease_id)).to.deep.equal([young]);
    const history = await database.query<{ lease_id: string }>('select lease_id from census.attempts');
    expect(history.map(({ lease_id }) => lease_id)).to.include(old);
  });
});
