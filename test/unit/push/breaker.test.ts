import { wordsOf } from '../../../nodes/Ometria/push/breaker';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { send } from '../../support/sending';
import { answered, type Call, received } from '../../support/session';

const NO = 'is not allowed for this account';

/** Refuses a request that holds a bad record; the words name the first of those. */
function refusing(isBad: (item: number) => boolean): (call: Call) => HttpOutcome {
	return ({ records }) => {
		const bad = records.find(({ item }) => isBad(item as number));
		return bad
			? answered(422, { message: `Record ${String(bad.id)} of ${String(bad.name)} ${NO}` })
			: received(records.length);
	};
}

const fields = (item: number) => ({ name: `Zoë ${item % 2 ? 'Smith' : "d'Arc (x)"}` });
const itemsOf = (failures: Array<{ item: number }>) => failures.map(({ item }) => item);

describe('an account that refuses everything', () => {
	it.each([
		[1, 8, 20],
		[2, 8, 1000],
		[7, 8, 20],
		[20, 8, 20],
		[33, 8, 1000],
		[100, 8, 20],
		[100, 8, 1000],
		[100, 1, 20],
		[100, 30, 4000],
		[1, 30, 4000],
	])(
		'is known after at most 250 requests of %i records, at %i requests/s and %i ms',
		async (batchSize, rate, latencyMs) => {
			const { result, calls } = await send(
				refusing(() => true),
				{ count: 3000, batchSize, rate, latencyMs, fields },
			);
			expect(calls.length).toBeLessThanOrEqual(250);
			expect(result.failures).toHaveLength(3000);
			expect(result.stop).toMatchObject({
				reason: 'all_refused',
				httpStatus: 422,
				message: expect.stringContaining(NO) as string,
			});
			const alone = result.failures.filter(({ kind }) => kind === 'rejected');
			expect(alone.length).toBeGreaterThanOrEqual(20);
			const notSent = result.failures.filter(({ reason }) => reason === 'not_sent');
			const tried = new Set(calls.flatMap(({ records }) => records.map(({ item }) => item)));
			expect(notSent).toHaveLength(3000 - tried.size);
			const together = result.failures.filter(({ reason }) => reason === 'all_refused');
			expect(together).toHaveLength(3000 - alone.length - notSent.length);
			expect(notSent[0]?.message ?? NO).toContain(NO);
		},
	);

	it('is asked for each record where 19 refusals do not make it known', async () => {
		const { result } = await send(
			refusing(() => true),
			{ count: 19, batchSize: 19, fields },
		);
		expect(result.stop).toBeUndefined();
		expect(result.failures.map(({ kind }) => kind)).toEqual(Array(19).fill('rejected'));
	});

	it('is asked for each record where the words differ in more than the record', async () => {
		const { result } = await send(
			({ records }) =>
				answered(422, { message: `no ${'abcdefghij'[Number(records[0].item) % 10]}` }),
			{ count: 150, batchSize: 10, fields },
		);
		expect(result.stop).toBeUndefined();
	});
});

describe('bad records among good ones are all found', () => {
	it.each<[string, (item: number) => boolean, number, number]>([
		['one in each request', (item) => item % 100 === 0, 100, 8],
		['the first request', (item) => item < 100, 100, 8],
		['the first request, at 1 request/s', (item) => item < 100, 100, 1],
		['a later request', (item) => item >= 500 && item < 600, 100, 8],
		['the first half of the only request', (item) => item < 50 || item >= 100, 100, 8],
		['every second record', (item) => item % 2 === 0, 100, 8],
		['the first 15 of single records', (item) => item < 15, 1, 8],
	])('%s', async (_name, isBad, batchSize, rate) => {
		const count = batchSize === 1 ? 100 : 1000;
		const { result } = await send(refusing(isBad), { count, batchSize, rate, fields });
		const bad = Array.from({ length: count }, (_, item) => item).filter(isBad);
		expect(itemsOf(result.failures)).toEqual(bad);
		expect(result.stop).toBeUndefined();
	});
});

test('a run under On Error: Stop ends at the first record that is refused alone', async () => {
	const { result, calls } = await send(
		refusing((item) => item === 3),
		{ count: 1000, batchSize: 10, rate: 1, rules: { stopAtFailure: true }, fields },
	);
	expect(calls.length).toBeLessThanOrEqual(12);
	expect(result.stop).toMatchObject({ isOfRecord: true, reason: 'http_422' });
	const [refused] = result.failures.filter(({ kind }) => kind === 'rejected');
	expect(refused.item).toBe(3);
});

test('a run under On Error: Stop ends at the first answer that counts a rejected record', async () => {
	const { result, calls } = await send(
		({ records }) => received(records.length - 1, { rejected: 1 }),
		{ count: 100, batchSize: 1, rate: 1, rules: { stopAtFailure: true, stopAtRejected: true } },
	);
	expect(calls).toHaveLength(1);
	expect(result.stop?.reason).toBe('rejected');
});

describe('two refusals', () => {
	it.each<[string, string, object, string, object]>([
		['IDs', 'customer c-1: no', { id: 'c-1' }, 'customer x_ü: no', { id: 'x_ü' }],
		['emails', 'a@b.example is bad', {}, '"c.d@e.example" is bad', {}],
		['figures', 'price 12.50: too much', { price: 12.5 }, 'price 7: too much', { price: 7 }],
		['texts', 'Name (Ann): no', { a: [{ b: 'Ann' }] }, 'Name (J. R.+): no', { b: 'J. R.+' }],
	])('have the same words although they name %s', (...[, first, one, second, other]) => {
		const [a, b] = [wordsOf(first, one), wordsOf(second, other)];
		expect(a.replace(/"/g, '')).toBe(b.replace(/"/g, ''));
	});

	it('have the same words only if they say the same', () => {
		expect(wordsOf('email is missing', { a: 'm' })).toBe('email is missing');
		expect(wordsOf('email is missing', {})).not.toBe(wordsOf('email is invalid', {}));
	});
});
