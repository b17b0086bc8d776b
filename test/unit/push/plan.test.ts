import { SENDING_ORDER } from '../../../nodes/Ometria/push/plan';
import type { RecordType } from '../../../nodes/Ometria/records';
import { fc } from '../../support/fastCheck';
import { planOf, readyRecords } from '../../support/outcomes';

const contact = (id: string) => ({ type: 'contact' as const, id });

const plan = async (records: Array<{ type: RecordType; id: string }>, batchSize = 100) =>
	await planOf(readyRecords(records), batchSize);

const recordsOf = async (records: Array<{ type: RecordType; id: string }>, batchSize = 100) =>
	(await plan(records, batchSize)).map(({ records: batch }) => Array.from<number>(batch));

test('a plan is cut by count, in input order', async () => {
	const records = Array.from({ length: 250 }, (_, i) => contact(`c-${i}`));
	const batches = await recordsOf(records);
	expect(batches.map((batch) => [batch[0], batch.length])).toEqual([
		[0, 100],
		[100, 100],
		[200, 50],
	]);
});

test('nothing to send gives no request', async () => {
	expect(await recordsOf([])).toEqual([]);
});

test('a record that is not to be sent is in no request', async () => {
	const records = readyRecords([contact('a'), contact('b'), contact('c')]);
	const planned = await planOf(
		{ ...records, typeToSend: (record) => (Number(record) === 1 ? undefined : 'contact') },
		100,
	);
	expect(planned.map(({ records: batch }) => [...batch])).toEqual([[0, 2]]);
});

test('distinct ids are planned without a look at them', async () => {
	const records = readyRecords([contact('a'), contact('b')]);
	const id = () => {
		throw new Error('looked at');
	};
	expect(await planOf({ ...records, hasDistinctIds: true, id }, 1)).toHaveLength(2);
});

test('types are sent apart, in the order contact, product, order, custom event', async () => {
	const types: RecordType[] = ['custom_event', 'order', 'product', 'contact'];
	const planned = await plan(types.map((type) => ({ type, id: 'x' })));
	expect(planned.map(({ type, records, barrier }) => [type, ...records, barrier])).toEqual([
		['contact', 3, 0],
		['product', 2, 1],
		['order', 1, 2],
		['custom_event', 0, 3],
	]);
});

test('the k-th occurrences of ids form the k-th wave, behind a barrier', async () => {
	const planned = await plan(['a', 'b', 'a', 'c', 'a', 'b'].map(contact));
	expect(planned.map(({ records, barrier }) => [Array.from(records), barrier])).toEqual([
		[[0, 1, 3], 0],
		[[2, 5], 1],
		[[4], 2],
	]);
});

test('the same id of another type is another record', async () => {
	const records = [contact('a'), { type: 'product' as const, id: 'a' }, contact('b')];
	expect(await recordsOf(records)).toEqual([[0, 2], [1]]);
});

test('plans hold every record once, apart by key and type, within the size, in order of occurrence', async () => {
	const records = fc.array(
		fc.record({
			type: fc.constantFrom(...SENDING_ORDER),
			id: fc.constantFrom('1', '2', '3', '__proto__', 'constructor', '😀'),
		}),
		{ maxLength: 300 },
	);
	await fc.assert(
		fc.asyncProperty(records, fc.integer({ min: 1, max: 100 }), async (all, batchSize) => {
			const planned = await plan(all, batchSize);
			const sent = planned.flatMap(({ records: batch }) => Array.from<number>(batch));
			expect([...sent].sort((a, b) => a - b)).toEqual([...all.keys()]);

			const lastRequest = new Map<string, number>();
			planned.forEach(({ type, records: batch, barrier }, index) => {
				expect(batch.length).toBeGreaterThan(0);
				expect(batch.length).toBeLessThanOrEqual(batchSize);
				for (const record of batch) {
					const { type: own, id } = all[record];
					expect(own).toBe(type);
					const key = JSON.stringify([own, id]);
					// An earlier occurrence is in a request that has ended before this one starts.
					expect(lastRequest.get(key) ?? -1).toBeLessThan(barrier);
					lastRequest.set(key, index);
				}
			});
			const positions = new Map(sent.map((record, position) => [record, position]));
			for (const [i, a] of all.entries()) {
				for (const [j, b] of all.entries()) {
					if (j <= i || a.type !== b.type || a.id !== b.id) continue;
					expect(positions.get(i)).toBeLessThan(positions.get(j) ?? -1);
					break;
				}
			}
		}),
	);
});

describe('records of one id with the times of their shop', () => {
	const timed = (id: string, changedAt?: number) => ({
		type: 'order' as const,
		id,
		...(changedAt !== undefined && { changedAt }),
	});
	const order = async (records: Array<ReturnType<typeof timed>>) =>
		(await planOf(readyRecords(records), 100)).map(({ records: batch }) => [...batch]);

	test('go out with the newest last, whatever their order', async () => {
		expect(await order([timed('a', 30), timed('b', 5), timed('a', 10), timed('a', 20)])).toEqual([
			[2, 1],
			[3],
			[0],
		]);
	});

	test('stay in input order where they have the same time, or one has none', async () => {
		expect(await order([timed('a', 7), timed('a', 7)])).toEqual([[0], [1]]);
		expect(await order([timed('a', 9), timed('a'), timed('a', 3)])).toEqual([[0], [1], [2]]);
	});

	test('are the same records, each once', async () => {
		const record = fc.record({
			id: fc.constantFrom('a', 'b', 'c'),
			changedAt: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 8 }),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(record, { maxLength: 20 }), async (records) => {
				const waves = await order(records.map(({ id, changedAt }) => timed(id, changedAt)));
				const sent = waves.flat();
				expect([...sent].sort((one, other) => one - other)).toEqual(
					records.map((_, index) => index),
				);
				for (const id of ['a', 'b', 'c']) {
					const own = sent.filter((index) => records[index].id === id);
					const times = own.map((index) => records[index].changedAt);
					if (times.includes(undefined)) expect(own).toEqual([...own].sort((a, b) => a - b));
					else expect(times).toEqual([...times].sort((a, b) => Number(a) - Number(b)));
				}
			}),
		);
	});
});
