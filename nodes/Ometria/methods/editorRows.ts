import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { callError } from '../transport/callError';
import { makeCall } from '../transport/request';
import { readRows, type Row } from '../transport/rows';
import { openSession } from '../transport/session';

/** The editor waits for it. */
const EDITOR_RETRY = { timeoutMs: 20_000, maxRetries: 0, giveUpAfterMs: 20_000 };

/**
 * Rows for choosing in the editor.
 *
 * @param plural for the message when they cannot be read: "segments"
 * @throws NodeApiError when they cannot be read, saying why
 */
export async function rowsForEditor(
	context: ILoadOptionsFunctions,
	plural: string,
	path: string,
	query: Record<string, string | number> = {},
): Promise<Row[]> {
	const session = await openSession(context);
	const answer = await makeCall(session, { path, query, read: readRows }, EDITOR_RETRY);
	if (answer.ok) return answer.value;
	const advice = 'You can enter the ID or an expression instead.';
	// The editor shows it as text, unlike the errors of a run.
	throw callError(context.getNode(), `Ometria's ${plural} could not be read`, answer, { advice });
}

/** A row as a choice; undefined for one without an id. */
export function toOption(id: unknown, title: unknown): { name: string; value: string } | undefined {
	if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return undefined;
	return {
		name: typeof title === 'string' && title !== '' ? title : String(id),
		value: String(id),
	};
}
