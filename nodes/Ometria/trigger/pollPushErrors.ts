import type { INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { ERRORS_UNREAD, fetchPushErrors } from '../pushErrors/fetchErrors';
import { cannotTell, type ErrorFilter, matches } from '../pushErrors/filter';
import { newestFirst } from '../pushErrors/order';
import { ERRORS_WINDOW, type PushError } from '../pushErrors/pushError';
import { type ItemOptions, toItem } from '../pushErrors/toItem';
import { callError } from '../transport/callError';
import { counted } from '../utils/text';
import { otherKeys, type Poll, PUSH_ERRORS } from './poll';
import { advance, type Cursor, readCursor } from './pushErrorCursor';
import { noSamples, Stored } from './stored';

/** Errors shown by a manual test. */
const SAMPLES = 10;

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
	{ session, node, timeMs, isManual, state }: Poll,
	{ filter, includeRecord }: PushErrorEvent,
): Promise<INodeExecutionData[][] | null> {
	const storedText = () => JSON.stringify(state.staticData[PUSH_ERRORS]);
	const before = storedText();
	const answer = await fetchPushErrors(session, { giveUpAfterMs: timeMs });
	if (!answer.ok) throw callError(node, ERRORS_UNREAD, answer);

	const items = (errors: readonly PushError[]) =>
		errors.map((error) => ({ json: toItem(error, { includeRecord }) }));
	const undecided = (errors: readonly PushError[]) =>
		errors.filter((error) => cannotTell(error, filter)).length;
	if (isManual) {
		const matching = answer.errors.filter((error) => matches(error, filter));
		if (matching.length > 0) return [items(newestFirst(matching).slice(0, SAMPLES))];
		const count = undecided(answer.errors);
		const message = 'Ometria lists no push errors that match the filters';
		throw count > 0 ? undecidedSamples(node, message, count) : noSamples(node, message, 'new ones');
	}

	// From here to the end nothing is awaited: polls can overlap, and share the static data.
	const isStale = storedText() !== before;
	const stored = new Stored<Cursor>(state, {
		key: PUSH_ERRORS,
		otherKeys: otherKeys(PUSH_ERRORS),
		plural: 'push errors',
		sources: { account: session.account.key },
		read: readCursor,
	});
	// What the filter keeps back counts as seen. (n8n stores that with the next item only: after a
	// restart before it, a changed filter can bring such errors.)
	const { cursor, newErrors, allNew, hasAlike } = advance(stored.position, answer.errors, isStale);
	const excluded = undecided(newErrors);
	if (excluded > 0) stored.notices.add('undecided', '', excluded);
	if (answer.windowFull && allNew) stored.notices.add('missed', String(ERRORS_WINDOW));
	if (answer.windowFull && hasAlike) stored.notices.add('alike');
	const emitted = newErrors.filter((error) => matches(error, filter));
	return stored.end(cursor, items(newestFirst(emitted).reverse()));
}

/** The error of a manual test whose filter cannot decide about any error. */
function undecidedSamples(node: INode, message: string, count: number): NodeOperationError {
	return new NodeOperationError(node, message, {
		description: `${counted(count, 'push error was', 'push errors were')} left out because a field that the filters use is missing. The account gets push errors in a short form, so use no filter by record or request.`,
	});
}
