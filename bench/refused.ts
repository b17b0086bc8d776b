import { send } from '../test/support/sending';
import { answered } from '../test/support/session';

export interface RefusedFigures {
	records: number;
	batchSize: number;
	requests: number;
	/** In virtual time, at 8 requests/s. */
	seconds: number;
}

/** Pushes to an account that refuses every record, in virtual time. */
export async function measureRefused(counts: number[]): Promise<RefusedFigures[]> {
	const figures: RefusedFigures[] = [];
	for (const records of counts) {
		for (const batchSize of [1, 10, 100]) {
			const { calls, tookMs } = await send(
				({ records: [{ id }] }) => answered(422, { message: `Contact ${String(id)} is not valid` }),
				{ count: records, batchSize, latencyMs: 250 },
			);
			figures.push({ records, batchSize, requests: calls.length, seconds: tookMs / 1000 });
		}
	}
	return figures;
}
