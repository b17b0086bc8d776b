import {
	beganAt,
	firstCursor,
	MOST_BEHIND_MS,
	OVERLAP_MS,
	readChangeCursor,
	TOLERANCE_MS,
} from '../../../nodes/Ometria/trigger/changeCursor';

const NOW = Date.UTC(2026, 0, 15);
const DAY_MS = 24 * 3_600_000;

function read(stored: unknown) {
	const warnings: string[] = [];
	const text = JSON.stringify(stored) as string | undefined;
	const cursor = readChangeCursor(text === undefined ? undefined : JSON.parse(text), NOW, (key) =>
		warnings.push(key),
	);
	return { cursor, warnings };
}

describe('a stored cursor', () => {
	it('is read back from JSON, and nothing else is taken for one', () => {
		const cursor = {
			...firstCursor({ beganMs: NOW, aheadMs: -5 }, NOW),
			rows: 'abcd',
			unfinished: {
				beganMs: NOW,
				read: 3,
				walk: { offset: 240, beginnings: 1, firstPage: 'x' },
			},
		};
		expect(read(cursor)).toEqual({ cursor, warnings: [] });
		for (const other of [undefined, null, 1, {}, { version: 2, sinceMs: 1, seen: [] }]) {
			expect(read(other)).toEqual({ cursor: undefined, warnings: [] });
		}
	});

	it('keeps what version 0.1.0 had emitted, and begins an unfinished reading again', () => {
		const stored = {
			version: 1,
			sinceMs: NOW - 5,
			seen: ['a'],
			unfinished: { beganMs: NOW, offset: 250 },
		};
		expect(read(stored)).toEqual({
			cursor: { sinceMs: NOW - 5, rows: '', earlier: ['a'] },
			warnings: [],
		});
	});

	it.each([NOW + DAY_MS, Date.UTC(2099, 0), 1e300, NaN, Infinity, -1, 0, '2026-01-15', null])(
		'goes on from the usual overlap with the position %s, and says so',
		(sinceMs) => {
			const mended = { sinceMs: NOW - OVERLAP_MS, rows: 'abcd' };
			expect(read({ sinceMs, rows: 'abcd' })).toEqual({ cursor: mended, warnings: ['position'] });
			expect(read({ version: 1, sinceMs, seen: ['a'] })).toMatchObject({
				cursor: { sinceMs: NOW - OVERLAP_MS, earlier: ['a'] },
				warnings: ['position'],
			});
		},
	);

	it('begins its unfinished reading again when that began in the future', () => {
		const walk = { offset: 240, beginnings: 0 };
		const unfinished = { beganMs: 1e300, read: 3, walk };
		expect(read({ sinceMs: NOW, rows: '', unfinished }).cursor).toEqual({ sinceMs: NOW, rows: '' });
	});
});

describe('the beginning of a reading', () => {
	const at = (answeredAt: number | undefined, knownAheadMs?: number) => {
		const warnings: string[] = [];
		const warn = (key: string) => void warnings.push(key);
		const answer = { answeredAt, sentMs: NOW, durationMs: 200 };
		return { ms: beganAt(answer, knownAheadMs, warn).beganMs, warnings };
	};

	it("is by the server's clock, before it can have read", () => {
		expect(at(NOW + 60_000)).toEqual({ ms: NOW + 60_000 - 1200, warnings: [] });
		expect(at(NOW - 5 * 3_600_000)).toEqual({ ms: NOW - 5 * 3_600_000 - 1200, warnings: [] });
		expect(at(undefined)).toEqual({ ms: NOW, warnings: [] });
	});

	it("is never after n8n's own clock for the trigger", () => {
		const after = firstCursor({ beganMs: NOW + 60_000, aheadMs: 60_000 }, NOW);
		expect(after).toEqual({ sinceMs: NOW, aheadMs: 60_000, rows: '', isFirst: true });
		expect(firstCursor({ beganMs: NOW - 60_000, aheadMs: -60_000 }, NOW).sinceMs).toBe(
			NOW - 60_000,
		);
	});

	it("is never far beyond n8n's own clock, and never days before it", () => {
		for (const ahead of [Date.UTC(2099, 11, 31), 8.64e15, NOW + TOLERANCE_MS + 2000]) {
			expect(at(ahead)).toEqual({ ms: NOW, warnings: ['clockAhead'] });
		}
		for (const behind of [0, NOW - MOST_BEHIND_MS - 1]) {
			expect(at(behind)).toEqual({ ms: NOW - MOST_BEHIND_MS, warnings: ['clockBehind'] });
		}
	});

	it('is as far ahead as before where the date cannot be trusted', () => {
		const known = -5 * 3_600_000;
		for (const wrong of [undefined, 0, Date.UTC(2099, 11, 31)]) {
			expect(at(wrong, known).ms).toBe(NOW + known);
		}
		expect(at(NOW - 3000, known).ms).toBe(NOW - 4200);
	});
});
