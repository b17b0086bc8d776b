import type { NodeExecutionHint } from 'n8n-workflow';

import { type Clock, endWait } from '../n8n/clock';
import { formatCount } from '../records/labels';
import type { Rejections } from './rejections';
import { runWarning, type Warning } from './warnings';

/** What waiting for push errors came to. It claims no more than what the list showed in that time. */
export interface Confirmation {
	/** ms waited after the last request. */
	waitedMs: number;
	/** Whether the list was full once, so that errors may have been pushed out unseen. */
	windowFull: boolean;
	/** Errors seen without a request ID, which cannot be matched. */
	withoutRequest: number;
	/** Why the list could not be read the last time it was tried; undefined when it could. */
	unread: string | undefined;
}

/** While requests are still sent, ms: newer errors push older ones out of a list of 100. */
const READ_EVERY_MS = 5000;
/** After the last request, ms: soon at first, then less and less often. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

export interface ConfirmOptions {
	/** Settles when the last request has ended; whether anything was received. */
	sent: Promise<boolean>;
	/** How long to go on after that, ms. */
	afterMs: number;
	clock: Clock;
	signal: AbortSignal | undefined;
}

/** Reads Ometria's error list while requests are sent, and for a time after. */
export async function confirmPush(
	rejections: Rejections,
	{ sent, afterMs, clock, signal }: ConfirmOptions,
): Promise<Confirmation> {
	const ended = new AbortController();
	const end = () => endWait(ended);
	signal?.addEventListener('abort', end, { once: true });
	void sent.then(end, end);
	while (!ended.signal.aborted) {
		await clock.sleep(READ_EVERY_MS, ended.signal);
		if (!ended.signal.aborted) await rejections.read();
	}
	signal?.removeEventListener('abort', end);

	const began = clock.now();
	const received = await sent.catch(() => false);
	const deadline = began + (received ? afterMs : 0);
	for (let wait = FIRST_WAIT_MS; !signal?.aborted; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
		const left = deadline - clock.now();
		if (left <= 0) break;
		await clock.sleep(Math.min(wait, left), signal);
		if (!signal?.aborted) await rejections.read();
	}
	return { waitedMs: clock.now() - began, ...rejections.seen };
}

/**
 * What the waiting cannot vouch for.
 *
 * @param records received in the run
 */
export function confirmationWarnings(
	{ windowFull, withoutRequest, unread }: Confirmation,
	records: number,
): Warning[] {
	const about = { field: '', records, recordIds: [] };
	return [
		...(unread === undefined ? [] : [runWarning(about, 'errors_unread', { why: unread })]),
		...(withoutRequest > 0
			? [runWarning(about, 'errors_unmatched', { errors: withoutRequest })]
			: []),
		...(windowFull ? [runWarning(about, 'errors_window_full')] : []),
	];
}

/** What the user should know about the waiting. */
export function confirmationHints(
	confirmation: Confirmation,
	warnings: readonly Warning[],
	errorsFound: number,
): NodeExecutionHint[] {
	const location = 'outputPane';
	const waited = `${(confirmation.waitedMs / 1000).toFixed(0)} s`;
	return [
		{
			message: `Waited ${waited} for push errors: Ometria named ${formatCount(errorsFound, undefined)} of this run. More errors may still appear.`,
			type: errorsFound > 0 ? 'warning' : 'info',
			location,
		},
		...warnings.map(({ message }): NodeExecutionHint => ({
			message: `${message}.`,
			type: 'warning',
			location,
		})),
	];
}
