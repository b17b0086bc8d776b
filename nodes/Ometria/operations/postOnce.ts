import type { GenericValue, IDataObject } from 'n8n-workflow';

import type { EndpointGroup } from '../transport/account';
import { makeCall, type RequestSuccess } from '../transport/request';
import type { Session } from '../transport/session';
import { isObject } from '../utils/json';
import { READ_RETRY } from './operation';
import type { ItemRequest } from './runPerItem';

/** The shape is not documented for any such endpoint, so it is handed on as it is; null when it is empty. */
interface PostAnswer {
	response: GenericValue;
}

const FAILED = /^(error|fail(ed|ure)?)$/i;

/** @returns undefined for a body that is not JSON text of an object or list, or that says "error" */
function readAnswer(body: unknown): PostAnswer | undefined {
	if (body === null) return { response: null };
	if (typeof body !== 'object') return undefined;
	const says = isObject(body) ? body : {};
	if (typeof says.status === 'string' && FAILED.test(says.status)) return undefined;
	return { response: body as GenericValue };
}

/**
 * The request of an item for what must not be sent twice: it is repeated only when Ometria cannot have
 * taken it.
 *
 * @param sent what the output repeats of the body, beside the answer
 * @param body makes the body when it is sent
 */
export function postOnce(
	session: Session,
	group: EndpointGroup,
	path: string,
	sent: IDataObject,
	body: () => object | Promise<object>,
): ItemRequest<RequestSuccess<PostAnswer>> {
	return {
		send: async () =>
			await makeCall(
				session,
				{
					method: 'POST',
					path,
					body: Buffer.from(JSON.stringify(await body())),
					read: readAnswer,
					limiter: session.groupLimiter(group),
					once: true,
				},
				READ_RETRY,
			),
		about: sent,
		notFound: { advice: 'Correct what Ometria names, and run the node again.' },
		items: ({ value: { response }, httpStatus }) => [
			{ ...sent, http_status: httpStatus, response },
		],
	};
}
