import type { Row } from '../../../nodes/Ometria/transport/rows';
import { MemberIds } from '../../../nodes/Ometria/trigger/memberIds';
import {
	departureOf,
	MAX_BYTES,
	MAX_MEMBERS,
	readSegmentState,
	SegmentReading,
	type SegmentState,
} from '../../../nodes/Ometria/trigger/segmentReading';

const PAGE = 250;
const IDS = new MemberIds('secret');
const member = (n: number): Row => ({ profile_id: `m-${n}`, email: `m${n}@shop.example` });
const members = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => member(from + index));

/** Reads a segment to its end, as long as it lasts; the segment may change before each page. */
function readAll(
	stored: SegmentState | undefined,
	segment: Row[],
	beforePage: (page: number) => void = () => undefined,
) {
	let reading = new SegmentReading(stored, IDS);
	const entered: Row[] = [];
	for (let page = 0; page < 100; page++) {
		beforePage(page);
		const result = reading.takePage(segment.slice(reading.offset, reading.offset + PAGE), PAGE);
		if ('problem' in result) return { problem: result.problem };
		entered.push(...result.entered);
		if (result.isComplete) {
			const { left } = reading.complete();
			return { entered, left, state: reading.state(), pages: page + 1 };
		}
		// Each page in a separate process: nothing but the stored state goes on.
		reading = new SegmentReading(
			readSegmentState(JSON.parse(JSON.stringify(reading.state())), '1'),
			IDS,
		);
	}
	throw new Error('The reading does not end');
}

describe('reading the members of a segment', () => {
	it('finds nothing new the first time, then those who entered and who left', () => {
		const first = readAll(undefined, members(0, 600));
		expect(first).toMatchObject({ entered: [], left: [], pages: 3 });
		const next = readAll(first.state, [...members(1, 600), member(700)]);
		expect(next).toMatchObject({ entered: [member(700)], left: [{ profile_id: 'm-0' }] });
		expect(readAll(next.state, [...members(1, 600), member(700)])).toMatchObject({
			entered: [],
			left: [],
			state: next.state,
		});
	});

	it('notices who returns, and a segment that becomes empty', () => {
		const first = readAll(undefined, members(0, 2));
		const empty = readAll(first.state, []);
		expect(empty.left).toEqual([{ profile_id: 'm-0' }, { profile_id: 'm-1' }]);
		expect(readAll(empty.state, members(0, 1)).entered).toEqual([member(0)]);
	});

	it.each([1, 9, 10, 11, 240, 500])(
		'reports nobody who stayed when %i members leave while pages are read',
		(count) => {
			const segment = members(0, 1000);
			const first = readAll(undefined, segment);
			const next = readAll(first.state, segment, (page) => {
				if (page === 2) segment.splice(0, count);
			});
			const after = readAll(next.state, segment);
			expect(next.entered).toEqual([]);
			const left = [...(next.left ?? []), ...(after.left ?? [])].map(
				(row) => row.profile_id as string,
			);
			const expected = members(0, count).map((row) => row.profile_id);
			expect(left.sort()).toEqual(expected.sort());
			expect(after.entered).toEqual([]);
		},
	);

	it('reports once who entered while a reading was begun again', () => {
		const segment = members(0, 1000);
		const first = readAll(undefined, segment);
		segment.unshift(member(2000));
		const next = readAll(first.state, segment, (page) => {
			if (page === 2) segment.splice(1, 100);
		});
		expect(next.entered).toEqual([member(2000)]);
		expect(readAll(next.state, segment).entered).toEqual([]);
	});

	it.each([
		['more members than it remembers', members(0, MAX_MEMBERS + 1), 'tooMany'],
		['rows without an ID', [{ email: 'a@shop.example' }], 'noIds'],
	])('names %s', (_what, segment, problem) => {
		expect(readAll(undefined, segment)).toEqual({ problem });
	});

	it('takes as many members as it remembers', () => {
		expect(readAll(undefined, members(0, MAX_MEMBERS)).state?.awaited).toHaveLength(MAX_MEMBERS);
	});

	it('names a server that knows no pages', () => {
		const reading = new SegmentReading(undefined, IDS);
		reading.takePage(members(0, PAGE), PAGE);
		expect(reading.takePage(members(0, PAGE), PAGE)).toEqual({ problem: 'noPages' });
	});

	it('reads IDs by other names, and as numbers', () => {
		const first = readAll(undefined, [{ id: 7 }]);
		expect(readAll(first.state, []).left).toEqual([{ id: '7' }]);
	});

	it('goes on after members with lower IDs have entered before the page that comes next', () => {
		const first = readAll(undefined, members(1000, 4000));
		// A reading was interrupted at offset 2,400.
		const segment = members(1000, 4000);
		let reading = new SegmentReading(first.state, IDS);
		while (reading.offset < 2400) {
			reading.takePage(segment.slice(reading.offset, reading.offset + PAGE), PAGE);
		}
		reading = new SegmentReading(readSegmentState(reading.state(), '1'), IDS);
		segment.unshift(...members(0, 300));
		const next = readAll(reading.state(), segment);
		const after = readAll(next.state, segment);
		expect(next.left).toEqual([]);
		const entered = [...(next.entered ?? []), ...(after.entered ?? [])];
		expect(entered).toEqual(members(0, 300));
		expect(after.left).toEqual([]);
	});

	it('takes one ID in two collections for two members', () => {
		const inA = { id: 7, '@collection': 'a' };
		const inB = { id: 7, '@collection': 'b' };
		const first = readAll(undefined, [inA]);
		const next = readAll(first.state, [inA, inB]);
		expect(next.entered).toEqual([inB]);
		expect(readAll(next.state, [inB]).left).toEqual([{ id: '7', '@collection': 'a' }]);
	});

	it('does not take members stored without their collection for new ones', () => {
		const first = readAll(undefined, [{ id: 7 }]);
		expect(readAll(first.state, [{ id: 7, '@collection': 'a' }])).toMatchObject({
			entered: [],
			left: [],
		});
	});

	it('reports nobody when Ometria stops naming the collection, or names it again', () => {
		const named = members(0, 600).map((row) => ({ ...row, '@collection': 'a' }));
		const first = readAll(undefined, named);
		const bare = readAll(first.state, [...members(1, 600), member(700)]);
		expect(bare.entered).toEqual([member(700)]);
		expect(bare.left).toEqual([{ profile_id: 'm-0', '@collection': 'a' }]);
		const again = readAll(bare.state, named.slice(1));
		expect(again.entered).toEqual([]);
		expect(again.left).toEqual([{ profile_id: 'm-700' }]);
	});

	it.each([
		['an empty answer', 0],
		['an answer with a tenth of the members', 50],
	])('believes %s only when the next one says the same', (_what, rest) => {
		const all = members(0, 500);
		const first = readAll(undefined, all);
		const short = readAll(first.state, all.slice(0, rest));
		expect(short).toMatchObject({ entered: [], left: [] });
		expect(readAll(short.state, all)).toMatchObject({ entered: [], left: [] });
		const again = readAll(short.state, all.slice(0, rest));
		expect(again.left).toHaveLength(500 - rest);
		expect(readAll(again.state, all.slice(0, rest)).left).toEqual([]);
	});

	it('believes at once what is not sudden: half of the members, or fewer than 20', () => {
		const half = readAll(readAll(undefined, members(0, 500)).state, members(0, 250));
		expect(half.left).toHaveLength(250);
		const few = readAll(readAll(undefined, members(0, 19)).state, []);
		expect(few.left).toHaveLength(19);
	});

	it('stores no email address, and names it when the member leaves', () => {
		const first = readAll(undefined, [{ id: 'ada@shop.example' }, { id: '~b' }]);
		const text = JSON.stringify(first.state);
		expect(text).not.toContain('@');
		expect(text).not.toContain('shop');
		expect(readAll(first.state, []).left).toEqual([{ id: 'ada@shop.example' }, { id: '~b' }]);
		expect(readAll(first.state, [{ id: 'ada@shop.example' }, { id: '~b' }]).state).toEqual(
			first.state,
		);
	});

	it('is bounded in bytes, too', () => {
		const long = Array.from({ length: 100 }, (_, n) => ({ id: `${n}${'x'.repeat(50_000)}` }));
		expect(readAll(undefined, long)).toEqual({ problem: 'tooLarge' });
		const usual = Array.from({ length: MAX_MEMBERS }, (_, n) => ({
			id: `${n}`.padStart(36, '0'),
		}));
		const { state } = readAll(undefined, usual);
		expect(JSON.stringify(state).length).toBeLessThan(MAX_BYTES);
	});

	it('reads what was stored before it had a format version of its own', () => {
		const version1 = {
			version: 1,
			segmentId: '1',
			idField: 'profile_id',
			isFirst: false,
			awaited: ['m-2'],
			reached: ['m-0', 'm-1'],
			offset: 240,
		};
		const state = readSegmentState(version1, '1');
		expect(readAll(state, members(1, 4))).toMatchObject({
			entered: [member(3)],
			left: [{ profile_id: 'm-0' }],
		});
		expect(readSegmentState(version1, '2')).toBeUndefined();
	});

	it('has of who left what an item about them has', () => {
		expect(departureOf({ ...member(1), '@collection': 'a' })).toEqual({
			profile_id: 'm-1',
			'@collection': 'a',
		});
	});

	it('does not take what is not its own for a state', () => {
		expect(readSegmentState({ version: 9 }, '1')).toBeUndefined();
		expect(readSegmentState(undefined, '1')).toBeUndefined();
	});
});
