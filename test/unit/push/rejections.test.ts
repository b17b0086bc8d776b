import { type Received, recordIndexes } from '../../../nodes/Ometria/push/outcome';
import { Rejections } from '../../../nodes/Ometria/push/rejections';
import type { ErrorsAnswer } from '../../../nodes/Ometria/pushErrors/fetchErrors';
import type { PushError } from '../../../nodes/Ometria/pushErrors/pushError';
import { VirtualClock } from '../../support/virtualClock';
import { identified } from '../pushErrors/build';

const error = (requestId: string | undefined, recordId: string, more: Partial<PushError> = {}) =>
	identified(1, { requestId, recordId, ...more });

function answered(requestId: string | undefined, rejected: number | undefined): Received {
	const answer = { requestId, status: 'OK', accepted: 1, rejected, skipped: undefined, fields: {} };
	return {
		type: 'contact',
		records: recordIndexes([0]),
		answer,
		attempts: 1,
		httpStatus: 202,
		durationMs: 1,
	};
}

function setUp(
	list: (reading: number) => PushError[] | 'unread',
	{ keepAll = false, signal = undefined as AbortSignal | undefined } = {},
) {
	const clock = new VirtualClock(0);
	const reads: number[] = [];
	const fetch = (): Promise<ErrorsAnswer> => {
		reads.push(clock.now());
		const errors = list(reads.length);
		return Promise.resolve(
			errors === 'unread'
				? { ok: false, kind: 'failed', message: 'HTTP 502' }
				: { ok: true, errors, windowFull: false },
		);
	};
	return { clock, reads, rejections: new Rejections(fetch, clock, signal, keepAll) };
}

const ids = (errors: PushError[]) => errors.map(({ recordId }) => recordId);

describe('finding out which records were rejected', () => {
	it('reads nothing when nothing was rejected', async () => {
		const { clock, reads, rejections } = setUp(() => []);
		rejections.note(answered('a', 0));
		rejections.note(answered('b', undefined));
		rejections.note(answered(undefined, 3));
		await clock.run(rejections.finish());
		expect(reads).toEqual([]);
		expect(rejections.of('a')).toEqual([]);
		expect(rejections.of(undefined)).toEqual([]);
	});

	it('reads once when all are named', async () => {
		const { clock, reads, rejections } = setUp(() => [
			error('a', 'x'),
			error('a', 'y'),
			error('other', 'z'),
			error(undefined, 'q'),
		]);
		rejections.note(answered('a', 2));
		await clock.run(rejections.finish());
		expect(reads).toEqual([0]);
		expect(ids(rejections.of('a'))).toEqual(['x', 'y']);
		expect(rejections.of('other')).toEqual([]);
	});

	it('reads again after one and three seconds while some are not named', async () => {
		const { clock, reads, rejections } = setUp((reading) =>
			reading === 1 ? [] : [error('a', 'x')],
		);
		rejections.note(answered('a', 2));
		await clock.run(rejections.finish());
		expect(reads).toEqual([0, 1000, 3000]);
		expect(ids(rejections.of('a'))).toEqual(['x']);
	});

	it('two errors of one record are one record named', async () => {
		const { clock, reads, rejections } = setUp(() => [
			error('a', 'x', { path: 'root > email' }),
			error('a', 'x'),
		]);
		rejections.note(answered('a', 2));
		await clock.run(rejections.finish());
		expect(reads).toHaveLength(3);
		expect(ids(rejections.of('a'))).toEqual(['x', 'x']);
	});

	it('reads during the run when there are fifty, and counts again', async () => {
		const { clock, reads, rejections } = setUp(() => []);
		rejections.note(answered('a', 49));
		expect(reads).toHaveLength(0);
		rejections.note(answered('b', 1));
		expect(reads).toHaveLength(1);
		await clock.run(clock.sleep(10));
		rejections.note(answered('c', 49));
		expect(reads).toHaveLength(1);
	});

	it('what cannot be read stays unnamed, and is known to be unread', async () => {
		const { clock, rejections } = setUp(() => 'unread');
		rejections.note(answered('a', 1));
		await clock.run(rejections.finish());
		expect(rejections.of('a')).toEqual([]);
		expect(rejections.seen.unread).toBe('HTTP 502');
	});

	it('ends at once when cancelled', async () => {
		const abort = new AbortController();
		abort.abort();
		const { clock, reads, rejections } = setUp(() => [], { signal: abort.signal });
		rejections.note(answered('a', 1));
		await clock.run(rejections.finish());
		expect(reads).toEqual([]);
	});

	it('keeps errors of all requests where they are waited for', async () => {
		const { clock, rejections } = setUp(() => [error('b', 'y'), error(undefined, 'q')], {
			keepAll: true,
		});
		await clock.run(rejections.read());
		expect(ids(rejections.of('b'))).toEqual(['y']);
		expect(rejections.seen).toEqual({ windowFull: false, withoutRequest: 1, unread: undefined });
	});
});
