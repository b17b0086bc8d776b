import fc from 'fast-check';

import { planRequests, SENDING_ORDER, type Plannable } from '../../../nodes/Ometria/push/plan';

const contact = (item: number, id: string): Plannable => ({ item, type: 'contact', id });

const itemsOf = (records: Plannable[], batchSize = 100) =>
	planRequests(() => records, batchSize).map(({ items }) => Array.from(items));

test('cuts by count, in input order', () => {
	const records = Array.from({ length: 250 }, (_, i) => contact(i, `c-${i}`));
	expect(itemsOf(records).map((items) => [items[0], items.length])).toEqual([
		[0, 100],
		[100, 100],
		[200, 50],
	]);
});

test('nothing to send gives no request', () => {
	expect(itemsOf([])).toEqual([]);
});

test('types are sent apart, in the order contact, product, order, custom event', () => {
	const of = (item: number, type: Plannable['type']): Plannable => ({ item, type, id: 'x' });
	const plan = planRequests(
		() => [of(0, 'custom_event'), of(1, 'order'), of(2, 'product'), of(3, 'contact')],
		100,
	);
	expect(plan.map(({ type, items, barrier }) => [type, ...items, barrier])).toEqual([
		['contact', 3, 0],
		['product', 2, 1],
		['order', 1, 2],
		['custom_event', 0, 3],
	]);
});

test('the k-th occurrences of ids form the k-th wave, behind a barrier', () => {
	const ids = ['a', 'b', 'a', 'c', 'a', 'b'];
	const plan = planRequests(() => ids.map((id, item) => contact(item, id)), 100);
	expect(plan.map(({ items, barrier }) => [Array.from(items), barrier])).toEqual([
		[[0, 1, 3], 0],
		[[2, 5], 1],
		[[4], 2],
	]);
});

test('the same id of another type is another record', () => {
	const plan = planRequests(
		() => [contact(0, 'a'), { item: 1, type: 'product', id: 'a' }, contact(2, 'b')],
		100,
	);
	expect(plan.map(({ items }) => Array.from(items))).toEqual([[0, 2], [1]]);
});

test('plans hold every record once, apart by key and type, within the size, in order of occurrence', () => {
	const records = fc
		.array(
			fc.record({
				type: fc.constantFrom(...SENDING_ORDER),
				id: fc.constantFrom('1', '2', '3', '__proto__', 'constructor', '😀'),
			}),
			{ maxLength: 300 },
		)
		.map((all) => all.map((record, item) => ({ ...record, item })));
	fc.assert(
		fc.property(records, fc.integer({ min: 1, max: 100 }), (all, batchSize) => {
			const plan = planRequests(() => all, batchSize);
			const sent = plan.flatMap(({ items }) => Array.from(items));
			expect([...sent].sort((a, b) => a - b)).toEqual(all.map(({ item }) => item));

			const lastRequest = new Map<string, number>();
			plan.forEach(({ type, items, barrier }, index) => {
				expect(items.length).toBeGreaterThan(0);
				expect(items.length).toBeLessThanOrEqual(batchSize);
				for (const item of items) {
					const { type: own, id } = all[item];
					expect(own).toBe(type);
					const key = JSON.stringify([own, id]);
					// An earlier occurrence is in a request that has ended before this one starts.
					expect(lastRequest.get(key) ?? -1).toBeLessThan(barrier);
					lastRequest.set(key, index);
				}
			});
			const positions = new Map(sent.map((item, position) => [item, position]));
			for (const [i, a] of all.entries()) {
				for (const b of all.slice(i + 1)) {
					if (a.type !== b.type || a.id !== b.id) continue;
					expect(positions.get(a.item)).toBeLessThan(positions.get(b.item) ?? -1);
					break;
				}
			}
		}),
		{ numRuns: 300 },
	);
});
