import type { PushError } from '../../../nodes/Ometria/pushErrors/pushError';
import { advance, type Cursor, readCursor } from '../../../nodes/Ometria/trigger/pushErrorCursor';
import { contentHash, identityOf } from '../../../nodes/Ometria/trigger/pushErrorIdentity';
import { fc } from '../../support/fastCheck';
import { anonymous, identified } from '../pushErrors/build';

/** What n8n does to a cursor between two polls: it is stored as JSON and read back. */
function restarted(cursor: Cursor): Cursor {
	const reading = readCursor(JSON.parse(JSON.stringify(cursor)));
	if (!reading) throw new Error('the cursor was not recognised');
	return reading;
}

/** Polls one list after another. @returns the new errors of each poll */
function pollAll(windows: readonly PushError[][], restart = false) {
	let cursor: Cursor | undefined;
	const polls = windows.map((window) => {
		const step = advance(cursor, window);
		cursor = restart ? restarted(step.cursor) : step.cursor;
		return { window, newErrors: step.newErrors, cursor };
	});
	return polls;
}

function countBy(
	errors: readonly PushError[],
	key: (error: PushError) => string | undefined,
): Map<string, number> {
	const counts = new Map<string, number>();
	for (const error of errors) {
		const name = key(error);
		if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return counts;
}

describe('the cursor', () => {
	it('emits nothing at the first activation', () => {
		const { newErrors, allNew } = advance(undefined, [identified(1), anonymous('lastname')]);
		expect(newErrors).toEqual([]);
		expect(allNew).toBe(false);
	});

	it('emits what was not listed before, once', () => {
		const [, second, third] = pollAll([
			[identified(1)],
			[identified(2), identified(1)],
			[identified(1), identified(2)],
		]);
		expect(second.newErrors).toEqual([identified(2)]);
		expect(third.newErrors).toEqual([]);
	});

	it('tells errors of one record apart by field, message and time', () => {
		const others = [
			identified(1, { path: 'root > email' }),
			identified(1, { message: 'missing' }),
			identified(1, { timestamp: '2026-02-01T00:00:00Z' }),
		];
		expect(pollAll([[identified(1)], [identified(1), ...others]])[1].newErrors).toEqual(others);
	});

	it('takes an error listed twice for one', () => {
		expect(pollAll([[], [identified(1), identified(1)]])[1].newErrors).toEqual([identified(1)]);
	});

	it('does not take an error for a new one when a field that we do not know changes', () => {
		const aged = { ...anonymous('lastname'), extra: { age: 2 } };
		expect(pollAll([[{ ...aged, extra: { age: 1 } }], [aged]])[1].newErrors).toEqual([]);
	});

	it('does not take an error for a new one when its record comes with its fields in another order', () => {
		const [a, b] = [
			{ '@type': 'contact', id: 'c-1' },
			{ id: 'c-1', '@type': 'contact' },
		];
		const polls = pollAll([a, b].map((record) => [{ ...anonymous('lastname'), record }]));
		expect(polls[1].newErrors).toEqual([]);
	});

	it('counts errors that look alike', () => {
		const a = anonymous('lastname');
		const polls = pollAll([[a], [a, a, a], [a, a, a], [a], [a, a]]);
		expect(polls.map(({ newErrors }) => newErrors.length)).toEqual([0, 2, 0, 0, 1]);
	});

	it('says when all of a list is new', () => {
		const { cursor } = advance(undefined, [identified(1)]);
		expect(advance(cursor, [identified(2), anonymous('id')]).allNew).toBe(true);
		expect(advance(cursor, [identified(2), identified(1)]).allNew).toBe(false);
		expect(advance(cursor, []).allNew).toBe(false);
	});

	it('recognises errors in a list older than the one before, as overlapping polls see it', () => {
		const log = Array.from({ length: 200 }, (_, n) => identified(n));
		const polls = pollAll([
			[],
			log.slice(0, 100),
			log.slice(60, 160),
			log.slice(0, 100),
			log.slice(60, 160),
		]);
		expect(polls.map(({ newErrors }) => newErrors.length)).toEqual([0, 100, 60, 0, 0]);
	});

	it.each([
		[{ version: 2, seen: [] }],
		[{ seen: [1] }],
		['x'],
		[[]],
		[{ version: 1, seen: [], alike: { a: -1 } }],
	])('does not take %j for a cursor', (stored) => {
		expect(readCursor(stored)).toBeUndefined();
	});

	it('knows that there is none before the first activation', () => {
		expect(readCursor(undefined)).toBeUndefined();
	});

	it('takes a window that was asked for before the last one for what it is: no newer', () => {
		const log = Array.from({ length: 400 }, (_, n) => identified(n));
		let cursor = advance(undefined, []).cursor;
		const emitted: PushError[] = [];
		const poll = (from: number, isStale = false) => {
			const step = advance(cursor, log.slice(from, from + 100), isStale);
			emitted.push(...step.newErrors);
			({ cursor } = step);
		};
		// Two pairs of overlapping polls, of each of which the later one ends first.
		poll(90);
		poll(0, true);
		poll(270);
		poll(180, true);
		poll(180, true);
		poll(280);
		expect(emitted).toHaveLength(380);
		expect(new Set(emitted).size).toBe(380);
	});

	it('does not count errors that look alike by a window that was asked for before the last one', () => {
		const a = anonymous('lastname');
		let { cursor } = advance(undefined, []);
		({ cursor } = advance(cursor, [a, a, a]));
		const stale = advance(cursor, [a], true);
		expect(stale.newErrors).toEqual([]);
		expect(advance(stale.cursor, [a, a, a]).newErrors).toEqual([]);
	});

	it('says when a new error looks like another one', () => {
		const a = anonymous('lastname');
		const { cursor } = advance(undefined, [a]);
		expect(advance(cursor, [a, anonymous('email')]).hasAlike).toBe(false);
		expect(advance(cursor, [a, a]).hasAlike).toBe(true);
	});
});

/** Lists as an account could show them: the latest of a growing log, in any order, now and then stale. */
const history = (error: fc.Arbitrary<(n: number) => PushError>) =>
	fc
		.record({
			size: fc.integer({ min: 1, max: 12 }),
			steps: fc.array(
				fc.record({
					arrivals: fc.array(error, { maxLength: 15 }),
					lag: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 10 })),
					order: fc.infiniteStream(fc.nat()),
				}),
				{ minLength: 1, maxLength: 12 },
			),
		})
		.map(({ size, steps }) => {
			const log: PushError[] = [];
			return steps.map(({ arrivals, lag, order }) => {
				for (const make of arrivals) log.push(make(log.length));
				const end = Math.max(log.length - lag, 0);
				const ranks = new Map(log.map((entry) => [entry, order.next().value as number]));
				return log
					.slice(Math.max(end - size, 0), end)
					.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
			});
		});

const anyError: fc.Arbitrary<(n: number) => PushError> = fc.oneof(
	fc.constant((n: number) => identified(n)),
	fc.constantFrom('lastname', 'email', 'id').map((field) => () => anonymous(field)),
);

describe('the cursor over any sequence of lists', () => {
	it('emits every error with an identity exactly once, restarts or not', () => {
		fc.assert(
			fc.property(history(anyError), fc.boolean(), (windows, restart) => {
				const polls = pollAll(windows, restart);
				const emitted = polls.flatMap(({ newErrors }) => newErrors);
				const atActivation = countBy(windows[0], identityOf);
				const listed = [...countBy(windows.slice(1).flat(), identityOf).keys()];
				const expected = listed.filter((identity) => !atActivation.has(identity));
				const counts = countBy(emitted, identityOf);
				expect([...counts.keys()].sort()).toEqual(expected.sort());
				expect([...counts.values()].every((count) => count === 1)).toBe(true);
			}),
		);
	});

	it('emits at least the growth of each content hash, and no more than is listed', () => {
		fc.assert(
			fc.property(history(anyError), fc.boolean(), (windows, restart) => {
				const polls = pollAll(windows, restart);
				for (const [index, { window, newErrors }] of polls.entries()) {
					if (index === 0) continue;
					const blank = (error: PushError) =>
						identityOf(error) === undefined ? contentHash(error) : undefined;
					const before = countBy(polls[index - 1].window, blank);
					const now = countBy(window, blank);
					const emitted = countBy(newErrors, blank);
					for (const [hash, count] of now) {
						const growth = Math.max(count - (before.get(hash) ?? 0), 0);
						expect(emitted.get(hash) ?? 0).toBe(growth);
					}
				}
			}),
		);
	});

	it('emits as many errors without identity as arrive, while the list pushes none out', () => {
		const arrivals = fc.array(fc.array(fc.constantFrom('lastname', 'email'), { maxLength: 5 }), {
			minLength: 1,
		});
		fc.assert(
			fc.property(arrivals, fc.boolean(), (steps, restart) => {
				const log: PushError[] = [];
				const windows = steps.map((fields) => {
					log.unshift(...fields.map(anonymous));
					return [...log];
				});
				const emitted = pollAll(windows, restart).flatMap(({ newErrors }) => newErrors);
				expect(countBy(emitted, contentHash)).toEqual(
					countBy(steps.slice(1).flat().map(anonymous), contentHash),
				);
			}),
		);
	});

	it('remembers at most 500 hashes of a list of 100', () => {
		const log = Array.from({ length: 1000 }, (_, n) =>
			n % 3 === 0 ? anonymous(`f${n}`) : identified(n),
		);
		const windows = Array.from({ length: 30 }, (_, step) => log.slice(step * 30, step * 30 + 100));
		for (const { cursor } of pollAll(windows)) {
			expect(cursor.seen.length + Object.keys(cursor.alike).length).toBeLessThanOrEqual(500);
			expect(JSON.stringify(cursor).length).toBeLessThan(10_000);
		}
	});
});
