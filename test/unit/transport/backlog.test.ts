import { Backlog } from '../../../nodes/Ometria/transport/backlog';
import { VirtualClock } from '../../support/virtualClock';

function setUp() {
	const clock = new VirtualClock(0);
	const backlog = new Backlog(clock);
	/** A request of 100 records, answered at once. */
	const push = (remaining: number | undefined) => {
		backlog.started(100);
		backlog.ended(100, remaining);
	};
	/** How long a request of 100 records has to wait, ms. */
	const wait = () => Math.max(backlog.nextStart(100) - clock.now(), 0);
	return { clock, backlog, push, wait };
}

describe("Ometria's backlog", () => {
	it('holds nothing back as long as Ometria does not speak of it', () => {
		const { push, wait } = setUp();
		expect(wait()).toBe(0);
		push(undefined);
		expect(wait()).toBe(0);
	});

	it('has room for a request that fits exactly, and then has to be asked again', () => {
		const { backlog, push, wait } = setUp();
		push(100);
		expect(wait()).toBe(0);
		backlog.started(100);
		expect(wait()).toBe(500);
	});

	it('is asked by one request at a time', () => {
		const { backlog, push, wait } = setUp();
		push(99);
		expect(wait()).toBe(500);
		backlog.started(100);
		expect(wait()).toBe(Infinity);
		backlog.ended(100, 0);
		expect(wait()).toBe(1000);
	});

	it('is asked at short intervals again once there was room', () => {
		const { push, wait } = setUp();
		for (const expected of [500, 1000, 2000]) {
			push(0);
			expect(wait()).toBe(expected);
		}
		push(100);
		push(0);
		expect(wait()).toBe(500);
	});

	it('is asked a while after it has filled, however long ago an answer said nothing of it', async () => {
		const { clock, backlog, push, wait } = setUp();
		push(150);
		backlog.started(20);
		backlog.ended(20, undefined);
		await clock.run(clock.sleep(10_000));
		backlog.started(100);
		expect(wait()).toBe(500);
	});
});
