import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { judgeRead } from '../errors/judgeRead';
import { isObject } from '../transport/serverText';
import { openSession } from '../transport/session';

/** The editor waits for it. */
const TIMEOUT_MS = 20_000;

/** A list of Ometria's (documented); members of a dynamic one are decided by its rules. */
function readSegments(body: unknown): INodePropertyOptions[] | undefined {
	if (!Array.isArray(body)) return undefined;
	return body.filter(isObject).flatMap(({ id, title, type, size }) => {
		if ((typeof id !== 'string' && typeof id !== 'number') || type === 'DYNAMIC') return [];
		const name = typeof title === 'string' && title !== '' ? title : `Segment ${id}`;
		return [{ name, value: id, ...(typeof size === 'number' && { description: `${size} contacts` }) }];
	});
}

/**
 * The account's static segments, for choosing. Source: `GET /lists` (documented).
 *
 * @throws NodeOperationError when they cannot be read, saying why
 */
export async function loadSegments(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { http, account, dataPace, clock } = await openSession(this);
	const turn = await dataPace.turn({ records: 0, signal: undefined, repeat: false });
	const exchange = await http({ method: 'GET', path: '/lists', timeoutMs: TIMEOUT_MS });
	if (turn) dataPace.settled(turn);
	const verdict = judgeRead(exchange, readSegments, clock.now(), account.accessToken);
	if (verdict.kind === 'read') return verdict.value.sort((a, b) => a.name.localeCompare(b.name));
	const why = verdict.kind === 'cancelled' ? 'Cancelled' : verdict.explanation;
	throw new NodeOperationError(this.getNode(), "Ometria's segments could not be read", {
		description: `${why}. Give the IDs by an expression instead.`,
	});
}
