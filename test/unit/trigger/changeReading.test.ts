import type { Row } from '../../../nodes/Ometria/transport/rows';
import {
	type ChangeCursor,
	OVERLAP_MS,
	readChangeCursor,
	SHORT_OVERLAP_MS,
} from '../../../nodes/Ometria/trigger/changeCursor';
import { CHANGE_EVENTS } from '../../../nodes/Ometria/trigger/changeEvent';
import { ChangeReading, MOST_ROWS, USUAL_ROWS } from '../../../nodes/Ometria/trigger/changeReading';
import { fingerprint } from '../../../nodes/Ometria/utils/fingerprint';

const NOW = Date.UTC(2026, 0, 15);
const PAGE = 250;
const eventOf = (value: string) => {
	const event = CHANGE_EVENTS.find((one) => one.value === value);
	if (!event) throw new Error(value);
	return event;
};
const activated = (sinceMs = NOW): ChangeCursor => ({ sinceMs, rows: '' });

/** Reads a list to its end at a time; the cursor of a short one is stored and read back before each page. */
function readAll(
	cursor: ChangeCursor,
	list: readonly Row[],
	{ event = 'profileUpdated', at = NOW + 60_000 } = {},
) {
	const warnings: string[] = [];
	const warn = (key: string) => void warnings.push(key);
	const stored = (one: ChangeCursor) => {
		const back = readChangeCursor(JSON.parse(JSON.stringify(one)), NOW + 1e9, warn);
		if (!back) throw new Error('the cursor was not recognised');
		return back;
	};
	const found: Row[] = [];
	let reading = new ChangeReading(stored(cursor), eventOf(event), warn);
	for (let page = 0; page < 1000; page++) {
		const rows = list.slice(reading.offset, reading.offset + PAGE);
		const time = { answeredAt: at, durationMs: 0, sentMs: at };
		const step = reading.takePage(rows, PAGE, time);
		if (step === 'last') {
			found.push(...reading.found);
			return { found, cursor: stored(reading.complete(at)), warnings };
		}
		if (list.length > 1000) continue;
		found.push(...reading.found);
		reading = new ChangeReading(stored(reading.interrupted()), eventOf(event), warn);
	}
	throw new Error('The reading does not end');
}

const profiles = (from: number, to: number, more: object = {}): Row[] =>
	Array.from({ length: to - from }, (_, index) => ({ id: `p-${from + index}`, ...more }));

describe('comparing rows with those emitted before', () => {
	it('finds each state of a row once, and a state that comes back again', () => {
		let cursor = activated();
		const states = ['processing', 'processing', 'on_hold', 'processing', 'on_hold', 'on_hold'];
		const found = states.map((status, n) => {
			const step = readAll(cursor, [{ id: 1, status }], { at: NOW + n * 60_000 });
			({ cursor } = step);
			return step.found.length;
		});
		expect(found).toEqual([1, 0, 1, 1, 1, 0]);
	});

	it('goes back before the beginning of the last reading, but never before its own', () => {
		const soon = readAll(activated(), []).cursor;
		expect(soon.sinceMs).toBe(NOW);
		const later = readAll(soon, [], { at: NOW + 10 * OVERLAP_MS }).cursor;
		expect(later.sinceMs).toBe(NOW + 9 * OVERLAP_MS - 1000);
	});

	it('shortens the overlap where it has read more than it usually remembers, and remembers all of it', () => {
		const at = NOW + 10 * OVERLAP_MS;
		const many = profiles(0, USUAL_ROWS + 5000);
		const first = readAll(activated(), many, { at });
		expect(first.found).toHaveLength(many.length);
		expect(first.cursor.sinceMs).toBe(at - 1000 - SHORT_OVERLAP_MS);
		const again = readAll(first.cursor, many, { at: at + 60_000 });
		expect(again.found).toEqual([]);
		const after = readAll(again.cursor, profiles(0, 10), { at: at + 120_000 });
		expect(after.cursor.rows.length).toBe(USUAL_ROWS * 16);
	});

	it('finds a row with the next reading that the list moved out of reach of this one', () => {
		const before = NOW - 3_600_000;
		const list = profiles(0, 270);
		const moved = [...list.slice(250), ...list.slice(0, 250)];
		const reading = new ChangeReading(
			activated(before),
			eventOf('profileUpdated'),
			() => undefined,
		);
		const time = { answeredAt: NOW, durationMs: 0, sentMs: NOW };
		reading.takePage(list.slice(0, PAGE), PAGE, time);
		expect(reading.takePage(moved.slice(reading.offset), PAGE, time)).toBe('last');
		expect(reading.found).toHaveLength(250);
		const held = reading.complete(NOW);
		expect(held.sinceMs).toBe(before);
		const next = readAll(held, moved, { at: NOW + 60_000 });
		expect(next.found).toEqual(list.slice(250));
		expect(next.cursor.sinceMs).toBe(NOW + 60_000 - 1000 - OVERLAP_MS);
		expect(next.cursor).not.toHaveProperty('nextMs');
	});

	it('is bounded in what it remembers', () => {
		const { cursor } = readAll(activated(), profiles(0, MOST_ROWS + 3000));
		expect(JSON.stringify(cursor).length).toBeLessThan(MOST_ROWS * 16 + 500);
	});

	it('takes what is listed in the first reading for old', () => {
		const first = readAll({ ...activated(), isFirst: true }, profiles(0, 600));
		expect(first.found).toEqual([]);
		expect(readAll(first.cursor, profiles(0, 601)).found).toEqual(profiles(600, 601));
	});

	it('knows an order that was created by its ID alone', () => {
		const first = readAll(activated(), [{ id: 1 }], { event: 'orderCreated' });
		const next = readAll(first.cursor, [{ id: '1', status: 'paid' }], { event: 'orderCreated' });
		expect(next.found).toEqual([]);
	});

	it('knows rows without an ID by their content', () => {
		const rows = [{ n: 1 }, { n: 2 }];
		const first = readAll(activated(), rows, { event: 'orderCreated' });
		expect(first.found).toEqual(rows);
		const next = readAll(first.cursor, [...rows, { n: 3 }], { event: 'orderCreated' });
		expect(next.found).toEqual([{ n: 3 }]);
	});

	it('takes one ID in two collections, or twice in one answer, for two rows', () => {
		const rows = [
			{ id: 1, '@collection': 'a' },
			{ id: 1, '@collection': 'b' },
			{ id: 2, shop: 'a' },
			{ id: 2, shop: 'b' },
		];
		const first = readAll(activated(), rows);
		expect(first.found).toEqual(rows);
		expect(readAll(first.cursor, rows).found).toEqual([]);
	});

	it('does not emit again what version 0.1.0 had emitted', () => {
		const [a, b] = profiles(0, 2, { email: 'x' });
		const byContent = { ...activated(), earlier: [fingerprint([a])] };
		const step = readAll(byContent, [a, b]);
		expect(step.found).toEqual([b]);
		expect(step.cursor.earlier).toBeUndefined();
		expect(readAll(step.cursor, [a, b]).found).toEqual([]);
		const byId = { ...activated(), earlier: [fingerprint(['p-0'])] };
		expect(readAll(byId, [a, b], { event: 'orderCreated' }).found).toEqual([b]);
	});
});
