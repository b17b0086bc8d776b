import { Sending, type SendRules } from '../../nodes/Ometria/push/send';
import type { HttpOutcome } from '../../nodes/Ometria/transport/httpOutcome';
import { contactsNamed, failuresIn, planOf, textsOf } from './outcomes';
import { type Call, virtualSession } from './session';
import { VirtualClock } from './virtualClock';

export const RULES: SendRules = {
	timeoutMs: 60_000,
	maxRetries: 5,
	giveUpAfterMs: 900_000,
	stopAtFailure: false,
};

export interface SendOptions {
	count?: number;
	batchSize?: number;
	rules?: Partial<SendRules>;
	rate?: number;
	latencyMs?: number;
	signal?: AbortSignal;
	ids?: (item: number) => string;
	/** Fields of each record. */
	fields?: (item: number) => object;
}

/** Sends contacts in virtual time to a server that is a function. */
export async function send(
	serve: (call: Call) => HttpOutcome | Promise<HttpOutcome>,
	options: SendOptions = {},
) {
	const clock = new VirtualClock();
	const { count = 10, batchSize = 5, ids = (item: number) => `c-${item}`, fields } = options;
	const { session, calls } = virtualSession(clock, serve, options);
	const records = contactsNamed(count, ids);
	const dropped: number[] = [];
	const text = (item: number) => {
		if (dropped.includes(item)) throw new Error(`The text of record ${item} was dropped`);
		return JSON.stringify({ '@type': 'contact', id: ids(item), item, ...fields?.(item) });
	};
	const texts = { ...textsOf(text), dropText: (item: number) => dropped.push(item) };
	const plan = await planOf(records, batchSize);
	const began = clock.now();
	const result = await clock.run(
		new Sending({ ...records, ...texts }, { ...RULES, ...options.rules }, session).run(plan),
	);
	return {
		result: { ...result, failures: failuresIn(records) },
		calls,
		dropped,
		tookMs: clock.now() - began,
		clock,
	};
}
