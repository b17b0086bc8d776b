import type { Row } from '../../../nodes/Ometria/transport/rows';
import {
	MAX_MEMBERS,
	readSegmentState,
	SegmentReading,
	type SegmentState,
} from '../../../nodes/Ometria/trigger/segmentReading';

const PAGE = 250;
const member = (n: number): Row => ({ profile_id: `m-${n}`, email: `m${n}@shop.example` });
const members = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => member(from + index));

/** Reads a segment to its end, as long as it lasts; the segment may change before each page. */
function readAll(
	stored: SegmentState | undefined,
	segment: Row[],
	beforePage: (page: number) => void = () => undefined,
) {
	let reading = new SegmentReading('1', stored);
	const entered: Row[] = [];
	for (let page = 0; page < 100; page++) {
		beforePage(page);
		const result = reading.takePage(segment.slice(reading.offset, reading.offset + PAGE));
		if ('problem' in result) return { problem: result.problem };
		entered.push(...result.entered);
		if (result.isComplete) {
			const left = reading.complete();
			return { entered, left, state: reading.state(), pages: page + 1 };
		}
		// Each page in a process of its own: nothing but the stored state goes on.
		reading = new SegmentReading(
			'1',
			readSegmentState(JSON.parse(JSON.stringify(reading.state()))),
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
			const left = [...(next.left ?? []), ...(after.left ?? [])].map((row) => row.profile_id);
			const expected = members(0, count).map((row) => row.profile_id);
			expect(left.sort()).toEqual(expected.sort());
			expect(after.entered).toEqual([]);
		},
	);

	it('reports once who entered while a reading was begun anew', () => {
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
		const reading = new SegmentReading('1', undefined);
		reading.takePage(members(0, PAGE));
		expect(reading.takePage(members(0, PAGE))).toEqual({ problem: 'noPages' });
	});

	it('reads IDs by other names, and as numbers', () => {
		const first = readAll(undefined, [{ id: 7 }]);
		expect(readAll(first.state, []).left).toEqual([{ id: '7' }]);
	});

	it('does not take what is not its own for a state', () => {
		expect(readSegmentState({ version: 9 })).toBeUndefined();
		expect(readSegmentState(undefined)).toBeUndefined();
	});
});
