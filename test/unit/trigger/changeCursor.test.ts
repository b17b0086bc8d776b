import {
	advanceChanges,
	firstCursor,
	OVERLAP_MS,
	readChangeCursor,
} from '../../../nodes/Ometria/trigger/changeCursor';
import { fc } from '../../support/fastCheck';

const START = Date.UTC(2026, 0, 15);
const read = (identities: string[], beganMs = START + 60_000, nextOffset?: number) => ({
	identities,
	beganMs,
	nextOffset,
});

describe('the cursor of changes', () => {
	it('begins with nothing emitted, and reads what comes from now on', () => {
		expect(firstCursor(START)).toEqual({ version: 1, sinceMs: START, seen: [] });
	});

	it('tells each identity once, in the order read', () => {
		const first = advanceChanges(firstCursor(START), read(['a', 'b', 'a']));
		expect(first.newIndexes).toEqual([0, 1]);
		const second = advanceChanges(first.cursor, read(['b', 'c', 'a', 'd']));
		expect(second.newIndexes).toEqual([1, 3]);
	});

	it('goes back before the beginning of the last reading, but never before its own', () => {
		const soon = advanceChanges(firstCursor(START), read([])).cursor;
		expect(soon.sinceMs).toBe(START);
		const later = advanceChanges(soon, read([], START + 10 * OVERLAP_MS)).cursor;
		expect(later.sinceMs).toBe(START + 9 * OVERLAP_MS);
	});

	it('stays where it is while a reading is unfinished', () => {
		const { cursor } = advanceChanges(
			firstCursor(START),
			read(['a'], START + 10 * OVERLAP_MS, 250),
		);
		expect(cursor).toEqual({
			version: 1,
			sinceMs: START,
			seen: ['a'],
			unfinished: { beganMs: START + 10 * OVERLAP_MS, offset: 250 },
		});
		const done = advanceChanges(cursor, read(['b'], START + 10 * OVERLAP_MS)).cursor;
		expect(done).toEqual({ version: 1, sinceMs: START + 9 * OVERLAP_MS, seen: ['a', 'b'] });
	});

	it('remembers the 5,000 last', () => {
		const many = Array.from({ length: 6000 }, (_, n) => String(n));
		const { cursor } = advanceChanges(firstCursor(START), read(many));
		expect(cursor.seen).toHaveLength(5000);
		expect(cursor.seen.at(-1)).toBe('5999');
	});

	it('is read back from JSON, and nothing else is taken for one', () => {
		const { cursor } = advanceChanges(firstCursor(START), read(['a'], START, 7));
		expect(readChangeCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
		for (const other of [undefined, null, 1, {}, { version: 2, sinceMs: 1, seen: [] }]) {
			expect(readChangeCursor(other)).toBeUndefined();
		}
	});

	it('property: whatever the readings, each identity is emitted exactly once', () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 40 }).map(String))), (readings) => {
				let cursor = firstCursor(START);
				const emitted: string[] = [];
				for (const [n, identities] of readings.entries()) {
					const step = advanceChanges(cursor, read(identities, START + n * 60_000));
					emitted.push(...step.newIndexes.map((index) => identities[index]));
					cursor = JSON.parse(JSON.stringify(step.cursor)) as typeof cursor;
				}
				expect(emitted.sort()).toEqual([...new Set(readings.flat())].sort());
			}),
		);
	});
});
