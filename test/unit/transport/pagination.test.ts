import { ANSWER_TOO_LARGE, type HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { type ListQuery, PAGE_SIZE, readPages } from '../../../nodes/Ometria/transport/pagination';
import type { Row } from '../../../nodes/Ometria/transport/rows';
import { answered, type Call, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const rows = (from: number, to: number): Row[] =>
	Array.from({ length: to - from }, (_, index) => ({ id: from + index }));

/** Reads a list from a server that is a function of the query. */
async function read(
	serve: (query: Record<string, unknown>) => HttpOutcome | unknown[],
	more: Partial<ListQuery> = {},
) {
	const clock = new VirtualClock();
	const { session, calls } = virtualSession(clock, ({ query = {} }: Call) => {
		const answer = serve(query);
		return Array.isArray(answer) ? answered(200, answer) : answer;
	});
	const list: ListQuery = {
		path: '/orders',
		query: { from: 'today' },
		limit: 1000,
		paged: true,
		anyShape: false,
		...more,
	};
	const result = await clock.run(readPages(session, list, { maxRetries: 0 }));
	return { result, calls, queries: calls.map(({ query }) => query) };
}

/** A server of so many rows that knows pages. */
const serverOf =
	(count: number) =>
	({ limit, offset }: Record<string, unknown>) =>
		rows(0, count).slice(Number(offset), Number(offset) + Number(limit));

describe('reading a list page by page', () => {
	it('ends with the first page that is not full', async () => {
		const { result, calls, queries } = await read(serverOf(PAGE_SIZE + 1));
		expect(result).toEqual({ ok: true, rows: rows(0, PAGE_SIZE + 1) });
		expect(queries).toEqual([
			{ from: 'today', limit: PAGE_SIZE, offset: 0 },
			// Pages repeat ten rows, by which it shows that none was left out between them.
			{ from: 'today', limit: PAGE_SIZE, offset: PAGE_SIZE - 10 },
		]);
		expect(calls[0]).toMatchObject({ method: 'GET', path: '/orders' });
	});

	it('reads an empty page after a full one', async () => {
		const { result, calls } = await read(serverOf(PAGE_SIZE));
		expect(result).toEqual({ ok: true, rows: rows(0, PAGE_SIZE) });
		expect(calls).toHaveLength(2);
	});

	it('takes an answer without content for an empty page', async () => {
		const none = await read(() => answered(204));
		expect(none.result).toEqual({ ok: true, rows: [] });
		const { result } = await read(({ offset }) =>
			offset === 0 ? rows(0, PAGE_SIZE) : answered(204),
		);
		expect(result).toMatchObject({ ok: true, rows: rows(0, PAGE_SIZE) });
		expect((await read(() => answered(200))).result).toMatchObject({ ok: false });
	});

	it('says after how many rows a page was not found', async () => {
		const { result } = await read(({ offset }) =>
			offset === 0 ? rows(0, PAGE_SIZE) : answered(404),
		);
		expect(result).toMatchObject({ kind: 'not_found', message: 'HTTP 404 after 250 rows' });
	});

	it('asks for no more rows than are wanted', async () => {
		const { result, queries } = await read(serverOf(1000), { limit: PAGE_SIZE + 10 });
		expect(result).toEqual({ ok: true, rows: rows(0, PAGE_SIZE + 10) });
		expect(queries.map((query) => query?.limit)).toEqual([PAGE_SIZE, 20]);
	});

	it('takes no more rows than are wanted from a server that ignores the limit', async () => {
		const { result, calls } = await read(() => rows(0, 30), { limit: 10 });
		expect(result).toEqual({ ok: true, rows: rows(0, 10) });
		expect(calls).toHaveLength(1);
	});

	it('leaves out rows that moved to the next page meanwhile', async () => {
		const { result } = await read(({ offset }) =>
			offset === 0 ? rows(0, PAGE_SIZE) : rows(PAGE_SIZE - 2, PAGE_SIZE + 3),
		);
		expect(result).toEqual({ ok: true, rows: rows(0, PAGE_SIZE + 3) });
	});

	it('reads on where a server cuts pages to fewer rows than were asked for', async () => {
		for (const limit of [1000, 70]) {
			const { result } = await read(
				({ offset }) => rows(0, 777).slice(Number(offset), Number(offset) + 50),
				{ limit },
			);
			expect(result).toEqual({ ok: true, rows: rows(0, Math.min(limit, 777)) });
		}
	});

	it('reads on where the first page holds more rows than were asked for', async () => {
		const { result } = await read((query) =>
			query.offset === 0 ? rows(0, 400) : serverOf(700)(query),
		);
		expect(result).toEqual({ ok: true, rows: rows(0, 700) });
	});

	it('takes an answer longer than was asked for, which comes again, for all rows', async () => {
		const { result, calls } = await read(() => rows(0, 700));
		expect(result).toEqual({ ok: true, rows: rows(0, 700) });
		expect(calls).toHaveLength(2);
	});

	it('leaves out no row that stays while others leave the list', async () => {
		const list = rows(0, 700);
		let asked = 0;
		const { result } = await read(({ limit, offset }) => {
			if (asked++ === 1) list.splice(0, 100);
			return list.slice(Number(offset), Number(offset) + Number(limit));
		});
		expect(result).toEqual({ ok: true, rows: rows(0, 700) });
	});

	it('says so where a list moves too fast to be read in order', async () => {
		let seed = 0;
		const { result } = await read(
			({ limit }) => {
				seed += 1000;
				return rows(seed, seed + Number(limit));
			},
			{ limit: 20_000 },
		);
		expect(result).toMatchObject({ ok: true, moved: true });
	});

	it('says so where the same rows come again in another order', async () => {
		let turn = 0;
		const { result, calls } = await read(() => {
			const list = rows(0, PAGE_SIZE);
			turn += 7;
			return [...list.slice(turn), ...list.slice(0, turn)];
		});
		expect(result).toMatchObject({ ok: true, repeated: true });
		expect(result.ok && result.rows).toHaveLength(PAGE_SIZE);
		expect(calls.length).toBeLessThan(8);
	});

	it('says so where every row comes again, as the endpoint knows no pages', async () => {
		const { result, calls } = await read(() => rows(0, PAGE_SIZE));
		expect(result).toEqual({ ok: true, rows: rows(0, PAGE_SIZE), repeated: true });
		expect(calls).toHaveLength(2);
	});

	it('asks once, without limit and offset, where the endpoint has no pages', async () => {
		const { result, queries } = await read(() => rows(0, PAGE_SIZE), { paged: false });
		expect(result).toEqual({ ok: true, rows: rows(0, PAGE_SIZE) });
		expect(queries).toEqual([{ from: 'today' }]);
	});

	it('gives the failure of any page, not half a list', async () => {
		const { result } = await read((query) =>
			query.offset === 0 ? rows(0, PAGE_SIZE) : answered(403, { message: 'no' }),
		);
		expect(result).toMatchObject({ ok: false, kind: 'unauthorised', message: 'HTTP 403: no' });
	});

	it('reads smaller pages where a page is too large, down to a single row', async () => {
		const tooLarge: HttpOutcome = {
			kind: 'networkError',
			code: ANSWER_TOO_LARGE,
			message: 'the answer is larger than 10 MB',
		};
		const most =
			(size: number) =>
			(query: Record<string, unknown>): HttpOutcome | unknown[] =>
				Number(query.limit) > size ? tooLarge : serverOf(300)(query);
		const { result, queries } = await read(most(100));
		expect(result).toEqual({ ok: true, rows: rows(0, 300) });
		expect(queries.map((query) => query?.limit)).toEqual([250, 125, 62, 62, 62, 62, 62, 62]);
		const none = await read(most(0));
		expect(none.result).toMatchObject({ ok: false, kind: 'answer_too_large' });
		expect(none.calls).toHaveLength(8);
	});

	it('does not take a body that is not a list for an empty one', async () => {
		for (const body of ['<html></html>', '"[]"', '{"data":[],"total":0}']) {
			const { result } = await read(() => answered(200, body));
			expect(result).toMatchObject({ ok: false, kind: 'failed' });
		}
	});

	it('takes an object for one row only where the shape is not documented', async () => {
		const one = () => answered(200, { id: 7 });
		expect((await read(one, { anyShape: true })).result).toEqual({ ok: true, rows: [{ id: 7 }] });
		expect((await read(one)).result).toMatchObject({ ok: false, kind: 'failed' });
	});
});

describe('rows that are the same', () => {
	const kept = async (list: unknown[]) => {
		const { result } = await read(() => list);
		return result.ok ? result.rows : undefined;
	};

	it('have the same id, as a number or a text, and the same type of event', async () => {
		const [a, b] = [
			{ id: 1, event_type: 'seen' },
			{ id: 1, event_type: 'bought' },
		];
		expect(await kept([a, b, { ...a, id: '1', note: 'x' }])).toEqual([a, b]);
	});

	it('are in the same collection of contacts', async () => {
		const members = ['shop', 'till'].flatMap((name) => [
			{ id: 'c-1', collection: name },
			{ id: 'c-2', '@collection': name },
		]);
		expect(await kept([...members, ...members])).toEqual(members);
	});

	it('are alike in every field where they have no id', async () => {
		expect(await kept([{ n: 1 }, { n: 2 }, { n: 1 }])).toEqual([{ n: 1 }, { n: 2 }]);
		expect(
			await kept([
				{ id: null, n: 1 },
				{ id: null, n: 2 },
			]),
		).toHaveLength(2);
	});
});
