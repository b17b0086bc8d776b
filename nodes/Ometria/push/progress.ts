import type { IExecuteFunctions } from 'n8n-workflow';

import type { Clock } from '../transport/clock';
import { formatCount } from '../records/labels';
import type { SendProgress } from './send';

/** Least time between two messages to the browser, and two log lines, ms. */
const MESSAGE_EVERY_MS = 1000;
const LOG_EVERY_MS = 10_000;

/**
 * Tells how far a long run is: in the server's log and, in manual runs, in the browser's console.
 *
 * @param total records to be sent
 */
export function progressReporter(
	context: Pick<IExecuteFunctions, 'logger' | 'sendMessageToUI' | 'getMode'>,
	total: number,
	clock: Clock,
): (progress: SendProgress) => void {
	const begun = clock.now();
	const manual = context.getMode() === 'manual';
	let nextMessage = begun + MESSAGE_EVERY_MS;
	let nextLog = begun + LOG_EVERY_MS;
	return ({ recordsDone, statistics: { requests, retries } }) => {
		const now = clock.now();
		if (now < Math.min(manual ? nextMessage : Infinity, nextLog)) return;
		const left = ((now - begun) / recordsDone) * (total - recordsDone);
		const text = `Ometria: ${recordsDone.toLocaleString('en-US')} of ${formatCount(total, undefined)}, ${requests} requests, ${retries} repeated, about ${Math.ceil(left / 1000)} s left`;
		if (manual && now >= nextMessage) {
			nextMessage = now + MESSAGE_EVERY_MS;
			context.sendMessageToUI(text);
		}
		if (now >= nextLog) {
			nextLog = now + LOG_EVERY_MS;
			context.logger.info(text);
		}
	};
}
