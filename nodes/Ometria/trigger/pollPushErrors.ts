import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { ERRORS_UNREAD, fetchPushErrors } from '../pushErrors/fetchErrors';
import { cannotTell, type ErrorFilter, matches } from '../pushErrors/filter';
import { newestFirst } from '../pushErrors/order';
import { ERRORS_WINDOW, type PushError } from '../pushErrors/pushError';
import { type ItemOptions, toItem } from '../pushErrors/toItem';
import { callError } from '../transport/callError';
import { openSession } from '../transport/session';
import { counted } from '../utils/text';
import { pollTimeoutMs } from './pollTimeout';
import { advance, readCursor } from './pushErrorCursor';
import { keep, noSamples } from './staticData';

/** Key of the cursor in the node's static data. */
const CURSOR = 'pushErrors';

/** Errors shown by a manual test. */
const SAMPLES = 10;

const MISSED = `All ${ERRORS_WINDOW} errors that Ometria lists are new, so some may have been missed: poll more often`;

export interface PushErrorEvent extends ItemOptions {
	filter: ErrorFilter;
}

/**
 * One poll for the event "Push Error".
 *
 * @returns new errors, oldest first; null when there are none, and at the first activation. In a
 * manual test: the latest errors.
 * @throws NodeApiError when the list cannot be read; the cursor then stays where it is
 */
export async function pollPushErrors(
	context: IPollFunctions,
	{ filter, includeRecord }: PushErrorEvent,
): Promise<INodeExecutionData[][] | null> {
	const session = await openSession(context);
	const answer = await fetchPushErrors(session, { giveUpAfterMs: pollTimeoutMs(context) });
	if (!answer.ok) throw callError(context.getNode(), ERRORS_UNREAD, answer);

	const items = (errors: readonly PushError[], more: { warning?: string } = {}) => [
		errors.map((error) => ({ json: { ...toItem(error, { includeRecord }), ...more } })),
	];
	if (context.getMode() === 'manual') {
		const samples = newestFirst(answer.errors.filter((error) => matches(error, filter))).slice(
			0,
			SAMPLES,
		);
		if (samples.length > 0) return items(samples);
		const message = 'Ometria lists no push errors that match the filters';
		throw noSamples(context.getNode(), message, 'new ones');
	}

	// From here to the end nothing is awaited: polls can overlap, and share the static data.
	const staticData = context.getWorkflowStaticData('node');
	const stored: unknown = staticData[CURSOR];
	const reading = readCursor(stored);
	if (reading.kind === 'unusable') {
		context.logger.warn(
			'Ometria Trigger: the stored position cannot be read, so the trigger starts anew. It does not report push errors since the last poll.',
		);
	}
	const before = reading.kind === 'cursor' ? reading.cursor : undefined;
	// What the filter keeps back counts as seen: a change of the filter brings no old errors.
	const { cursor, newErrors, allNew } = advance(before, answer.errors);
	keep(staticData, CURSOR, cursor);

	const emitted = newErrors.filter((error) => matches(error, filter));
	const excluded = newErrors.filter((error) => cannotTell(error, filter)).length;
	if (excluded > 0) {
		context.logger.warn(
			`Ometria Trigger: ${counted(excluded, 'push error was', 'push errors were')} left out for not saying what the filters ask for`,
		);
	}
	const missed = allNew && answer.windowFull;
	if (missed) context.logger.warn(`Ometria Trigger: ${MISSED}`);
	if (emitted.length === 0) return null;
	return items(newestFirst(emitted).reverse(), missed ? { warning: MISSED } : {});
}
