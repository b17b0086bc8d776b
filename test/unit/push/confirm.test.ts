import {
	confirmationHints,
	confirmationWarnings,
	confirmPush,
} from '../../../nodes/Ometria/push/confirm';
import { Rejections } from '../../../nodes/Ometria/push/rejections';
import type { ErrorsAnswer } from '../../../nodes/Ometria/pushErrors/fetchErrors';
import { VirtualClock } from '../../support/virtualClock';
import { identified } from '../pushErrors/build';

const NONE: ErrorsAnswer = { ok: true, errors: [], windowFull: false };

function setUp(list: (at: number) => ErrorsAnswer) {
	const clock = new VirtualClock(0);
	const reads: number[] = [];
	const rejections = new Rejections(
		() => {
			reads.push(clock.now());
			return Promise.resolve(list(clock.now()));
		},
		clock,
		undefined,
		true,
	);
	return { clock, reads, rejections };
}

const sentAfter = async (clock: VirtualClock, ms: number, received = true) => {
	await clock.sleep(ms);
	return received;
};

describe('waiting for push errors', () => {
	it('reads while requests are sent, then for as long as asked, the last time at the end', async () => {
		const { clock, reads, rejections } = setUp(() => NONE);
		const result = await clock.run(
			confirmPush(rejections, {
				sent: sentAfter(clock, 12_000),
				afterMs: 30_000,
				clock,
				signal: undefined,
			}),
		);
		expect(reads.slice(0, 5)).toEqual([5000, 10_000, 13_000, 14_500, 16_750]);
		expect(reads.at(-1)).toBe(42_000);
		expect(reads.length).toBeLessThan(15);
		expect(result).toEqual({
			waitedMs: 30_000,
			windowFull: false,
			withoutRequest: 0,
			unread: undefined,
		});
	});

	it('finds what appears late, and what was pushed out again before the end', async () => {
		const early = { ...identified(1), requestId: 'r', recordId: 'early' };
		const late = { ...identified(1), requestId: 'r', recordId: 'late' };
		const { clock, rejections } = setUp((at) => ({
			ok: true,
			errors: at < 6000 ? [early] : at > 20_000 ? [late] : [],
			windowFull: at === 10_000,
		}));
		const result = await clock.run(
			confirmPush(rejections, {
				sent: sentAfter(clock, 12_000),
				afterMs: 10_000,
				clock,
				signal: undefined,
			}),
		);
		expect(rejections.of('r').map(({ recordId }) => recordId)).toEqual(['early', 'late']);
		expect(result.windowFull).toBe(true);
	});

	it('does not wait when nothing was received', async () => {
		const { clock, reads, rejections } = setUp(() => NONE);
		const result = await clock.run(
			confirmPush(rejections, {
				sent: sentAfter(clock, 100, false),
				afterMs: 30_000,
				clock,
				signal: undefined,
			}),
		);
		expect(reads).toEqual([]);
		expect(result.waitedMs).toBe(0);
	});

	it('does not wait when sending itself failed', async () => {
		const { clock, rejections } = setUp(() => NONE);
		const failed = Promise.reject(new Error('no'));
		expect(
			(
				await clock.run(
					confirmPush(rejections, { sent: failed, afterMs: 30_000, clock, signal: undefined }),
				)
			).waitedMs,
		).toBe(0);
	});

	it.each([2000, 20_000])(
		'ends at once when the execution is cancelled after %i ms',
		async (ms) => {
			const { clock, reads, rejections } = setUp(() => NONE);
			const abort = new AbortController();
			clock.after(ms, () => abort.abort());
			await clock.run(
				confirmPush(rejections, {
					sent: sentAfter(clock, Math.min(ms, 10_000)),
					afterMs: 600_000,
					clock,
					signal: abort.signal,
				}),
			);
			expect(clock.now()).toBe(ms);
			expect(reads.filter((at) => at >= ms)).toEqual([]);
		},
	);

	it('reads nothing more when the execution is cancelled while requests are sent', async () => {
		const { clock, reads, rejections } = setUp(() => NONE);
		const abort = new AbortController();
		clock.after(6000, () => abort.abort());
		const sent = sentAfter(clock, 30_000);
		await clock.run(
			confirmPush(rejections, { sent, afterMs: 600_000, clock, signal: abort.signal }),
		);
		expect(reads).toEqual([5000]);
		expect(clock.now()).toBe(30_000);
	});

	it('says when the list could not be read, unless it could later', async () => {
		const unread: ErrorsAnswer = { ok: false, kind: 'failed', message: 'HTTP 502' };
		const broken = setUp(() => unread);
		const wait = broken.clock.run(
			confirmPush(broken.rejections, {
				sent: sentAfter(broken.clock, 1),
				afterMs: 5000,
				clock: broken.clock,
				signal: undefined,
			}),
		);
		expect((await wait).unread).toBe('HTTP 502');
		const mended = setUp((at) => (at < 3000 ? unread : NONE));
		const again = mended.clock.run(
			confirmPush(mended.rejections, {
				sent: sentAfter(mended.clock, 1),
				afterMs: 5000,
				clock: mended.clock,
				signal: undefined,
			}),
		);
		expect((await again).unread).toBeUndefined();
	});
});

describe('hints', () => {
	const plain = { waitedMs: 30_000, windowFull: false, withoutRequest: 0, unread: undefined };
	it('claim no more than what was seen', () => {
		const [hint, ...more] = confirmationHints(plain, confirmationWarnings(plain, 5), 0);
		expect(hint).toMatchObject({
			type: 'info',
			message: expect.stringMatching(/Waited 30 s.*named 0 records.*may still appear/) as string,
		});
		expect(more).toEqual([]);
	});

	it('say what could not be known', () => {
		const seen = { ...plain, windowFull: true, withoutRequest: 3, unread: 'HTTP 403' };
		const warnings = confirmationWarnings(seen, 5);
		expect(warnings.map(({ reason }) => reason)).toEqual([
			'errors_unread',
			'errors_unmatched',
			'errors_window_full',
		]);
		const hints = confirmationHints(seen, warnings, 2);
		expect(hints.map(({ type }) => type)).toEqual(['warning', 'warning', 'warning', 'warning']);
		expect(hints.map(({ message }) => message).join(' ')).toMatch(/HTTP 403.*3 push errors.*full/);
	});
});
