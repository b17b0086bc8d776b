import { PageWalk, START, type Step } from '../../../nodes/Ometria/transport/pageWalk';
import { fc } from '../../support/fastCheck';

const SIZE = 250;
const keys = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => `k${from + index}`);

/** Walks through a list that may change before each page. */
function walkThrough(
	serve: (offset: number, limit: number) => string[],
	beforePage: (page: number) => void = () => undefined,
) {
	const walk = new PageWalk(START);
	const read: string[] = [];
	const steps: Step[] = [];
	for (let page = 0; page < 200; page++) {
		beforePage(page);
		const rows = serve(walk.offset, SIZE);
		const step = walk.take(rows, SIZE);
		steps.push(step);
		if (step === 'noPages') break;
		if (step !== 'moved') read.push(...rows);
		if (step === 'last') break;
	}
	return { read, steps, walk };
}
const pages = (list: string[]) => (offset: number, limit: number) =>
	list.slice(offset, offset + limit);

describe('walking through pages', () => {
	it.each([0, 1, 100, 249, 250, 251, 490, 10_000])('reads a list of %i rows', (count) => {
		const { read, steps } = walkThrough(pages(keys(0, count)));
		expect([...new Set(read)]).toEqual(keys(0, count));
		expect(steps.at(-1)).toBe('last');
	});

	it.each([20, 25, 50, 100, 200])('reads on where a server cuts pages to %i rows', (cap) => {
		const list = keys(0, 777);
		const { read } = walkThrough((offset) => list.slice(offset, offset + cap));
		expect([...new Set(read)]).toEqual(list);
	});

	it('notices at the second page that a server ignores the offset', () => {
		const { steps } = walkThrough((_offset, limit) => keys(0, limit));
		expect(steps).toEqual(['next', 'noPages']);
	});

	it('takes an answer longer than was asked for, which comes again, for all rows', () => {
		const { steps, read } = walkThrough(() => keys(0, 300));
		expect(steps).toEqual(['next', 'last']);
		expect([...new Set(read)]).toEqual(keys(0, 300));
	});

	it('ends where a server gives its last page for ever', () => {
		const list = keys(0, 1000);
		const { read, steps } = walkThrough((offset, limit) => {
			const start = Math.min(offset, list.length - limit);
			return list.slice(start, start + limit);
		});
		expect([...new Set(read)]).toEqual(list);
		expect(steps.length).toBeLessThan(10);
	});

	it('goes back where rows that left may have moved others past it', () => {
		const list = keys(0, 1000);
		const { read, steps } = walkThrough(
			(offset, limit) => list.slice(offset, offset + limit),
			(page) => {
				if (page === 2) list.splice(0, 200);
			},
		);
		expect(steps).toContain('moved');
		expect(new Set(read)).toEqual(new Set(keys(0, 1000)));
	});

	it('ends with a doubt where a list is in another order each time', () => {
		let seed = 1;
		const { steps, walk } = walkThrough((_offset, limit) => {
			seed += 1000;
			return keys(seed, seed + limit);
		});
		expect(walk.isDoubtful).toBe(true);
		expect(steps.filter((step) => step === 'moved').length).toBeGreaterThan(0);
	});

	it('notices rows that move to the end while it reads, though the next page looks right', () => {
		const moved = [...keys(250, 270), ...keys(0, 250)];
		const walk = new PageWalk(START);
		walk.take(keys(0, 250), SIZE);
		expect(walk.isShifted).toBe(false);
		expect(walk.take(moved.slice(240), SIZE)).toBe('last');
		expect(walk.isShifted).toBe(true);
		const still = new PageWalk(START);
		still.take(keys(0, 250), SIZE);
		still.take(keys(240, 490), SIZE);
		expect(still.isShifted).toBe(false);
	});

	it('goes on from what is stored', () => {
		const list = keys(0, 900);
		const first = new PageWalk(START);
		first.take(list.slice(0, SIZE), SIZE);
		const next = new PageWalk(first.state(), list.slice(0, SIZE));
		expect(next.offset).toBe(240);
		expect(next.take(list.slice(240, 490), SIZE)).toBe('next');
		expect(new PageWalk(first.state(), []).take(list.slice(240, 490), SIZE)).toBe('moved');
	});

	it('property: whatever leaves and comes while it reads, no row that stays is left out', () => {
		const change = fc.record({
			page: fc.integer({ min: 1, max: 12 }),
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			leaving: fc.integer({ min: 0, max: 400 }),
			coming: fc.integer({ min: 0, max: 400 }),
		});
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 2500 }),
				fc.array(change, { maxLength: 4 }),
				(count, changes) => {
					const list = keys(0, count);
					const left = new Set<string>();
					let next = count;
					const { read } = walkThrough(pages(list), (page) => {
						for (const { at, leaving, coming } of changes.filter((one) => one.page === page)) {
							const start = Math.floor(at * list.length);
							for (const gone of list.splice(start, leaving)) left.add(gone);
							list.splice(start, 0, ...keys(next, next + coming));
							next += coming;
						}
					});
					const all = new Set(read);
					expect(keys(0, count).filter((key) => !left.has(key) && !all.has(key))).toEqual([]);
				},
			),
			{ numRuns: 200 },
		);
	});
});
