import { Yielder } from '../../../nodes/Ometria/n8n/yielder';

/** A clock that is set by hand, and counts how often it was read and slept on. */
function handClock() {
	const clock = { at: 0, looks: 0, sleeps: [] as number[] };
	return {
		clock,
		now: () => {
			clock.looks++;
			return clock.at;
		},
		sleep: async (ms: number) => {
			await Promise.resolve();
			clock.sleeps.push(ms);
		},
	};
}

describe('a yielder', () => {
	it('is due when the loop has held the event loop for 15 ms', () => {
		const hand = handClock();
		const yielder = new Yielder(hand, 1);
		hand.clock.at = 14;
		expect(yielder.isDue()).toBe(false);
		hand.clock.at = 15;
		expect(yielder.isDue()).toBe(true);
	});

	it('looks at the clock in each eighth step only', () => {
		const hand = handClock();
		const yielder = new Yielder(hand);
		hand.clock.at = 100;
		const due = Array.from({ length: 16 }, () => yielder.isDue());
		expect(due.map(Number).join('')).toBe('0000000100000001');
		expect(hand.clock.looks).toBe(3);
	});

	it('sleeps for a millisecond, as a sleep of none would not yield, and starts again', async () => {
		const hand = handClock();
		const yielder = new Yielder(hand, 1);
		hand.clock.at = 20;
		await yielder.rest();
		expect(hand.clock.sleeps).toEqual([1]);
		expect(yielder.isDue()).toBe(false);
	});

	it('starts again when the loop has waited for something else', () => {
		const hand = handClock();
		const yielder = new Yielder(hand, 1);
		hand.clock.at = 20;
		yielder.restart();
		expect(yielder.isDue()).toBe(false);
	});
});
