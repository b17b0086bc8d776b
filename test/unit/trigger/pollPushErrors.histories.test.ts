import type { Session } from '../../../nodes/Ometria/transport/session';
import { pollPushErrors } from '../../../nodes/Ometria/trigger/pollPushErrors';
import { fc, HISTORIES } from '../../support/fastCheck';
import { changing, N8N_STEPS, play, type Step, stepsOf } from '../../support/histories';
import { PollingN8n } from '../../support/polls';

interface History {
	newestFirst: boolean;
	atActivation: number;
	steps: Array<{ afterMs: number; step: Step<number> }>;
}

/** New errors, by their number. */
const added = fc.oneof(fc.nat(10), fc.nat(150));
const history: fc.Arbitrary<History> = fc.record({
	newestFirst: fc.boolean(),
	atActivation: fc.nat(120),
	steps: stepsOf(fc.oneof(...N8N_STEPS, changing(8, added))),
});

const errorOf = (n: number) => ({
	request_id: `r-${Math.floor(n / 10)}`,
	record_type: 'contact',
	record_id: `c-${n}`,
	timestamp: '2026-01-15T00:00:00Z',
	message: { error_message: 'not a valid value' },
});

const numberOf = ({ record_id: id }: { record_id: string }) => Number(id.slice(2));
const numbersIn = (text: string) =>
	(JSON.parse(text) as Array<{ record_id: string }>).map(numberOf);

async function run({ newestFirst, atActivation, steps }: History) {
	const log: number[] = [];
	const seen = new Set<number>();
	/** What the poll that began last was given. */
	let listed: number[] = [];
	const window = () => (newestFirst ? log.slice(-100).reverse() : log.slice(-100));
	const n8n = new PollingN8n(
		() => window().map(errorOf),
		async ({ session, ...poll }) => {
			const own: number[] = [];
			listed = own;
			const http: Session['http'] = async (request) => {
				const outcome = await session.http(request);
				if (outcome.kind === 'answer' && outcome.status === 200) {
					own.push(...numbersIn(outcome.text));
				}
				return outcome;
			};
			const event = { filter: {}, includeRecord: false };
			return await pollPushErrors({ session: { ...session, http }, ...poll }, event);
		},
	);
	const { clock } = n8n;
	const add = (count: number) => {
		for (let n = 0; n < count; n++) log.push(log.length);
	};
	const live = async () => {
		add(atActivation);
		await n8n.activate();
		await play(n8n, steps, add, (poll, ending) => {
			const own = listed;
			void poll.then((items) => {
				if (items !== undefined && ending === 'none') own.forEach((n) => seen.add(n));
			});
		});
		for (let n = 0; n < 2; n++) {
			await clock.sleep(60_000);
			await n8n.run();
			for (const n of listed) seen.add(n);
		}
		return { n8n, seen };
	};
	return await clock.run(live());
}

it('random histories of push errors bring each that a poll could see, once', async () => {
	await fc.assert(
		fc.asyncProperty(history, async (one) => {
			const { n8n, seen } = await run(one);
			const ids = n8n.emitted.flatMap(({ items }) =>
				items.map(({ json }) => numberOf(json as { record_id: string })),
			);
			expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
			expect(ids.filter((id) => id < one.atActivation)).toEqual([]);
			const told = new Set(ids);
			expect([...seen].filter((n) => n >= one.atActivation && !told.has(n))).toEqual([]);
		}),
		{ numRuns: HISTORIES, endOnFailure: true },
	);
});
