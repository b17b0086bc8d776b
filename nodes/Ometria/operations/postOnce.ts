import type { GenericValue, IDataObject } from 'n8n-workflow';

import type { EndpointGroup } from '../transport/account';
import { makeCall, type RequestSuccess } from '../transport/request';
import type { Session } from '../transport/session';
import { isObject } from '../utils/json';
import { OPERATION_POLICY } from './operation';
import type { ItemRequest } from './runPerItem';

/** The shape is not documented for any such endpoint, so it is handed on as it is; null when it is empty. */
interface PostAnswer {
	response: GenericValue;
}

const FAILED = /^(error|fail|reject|refuse|invalid|denied)/i;

/** Whether a member of an answer says, by its usual meaning, that nothing was done. */
function saysNo(name: string, value: unknown): boolean {
	switch (name.toLowerCase()) {
		case 'status':
		case 'result':
			return typeof value === 'number' ? value >= 400 : FAILED.test(String(value));
		case 'success':
		case 'ok':
			return value === false;
		case 'error':
		case 'errors':
			return isObject(value) || Array.isArray(value)
				? Object.keys(value).length > 0
				: Boolean(value);
		default:
			return typeof value === 'object' && value !== null && isRefusal(value);
	}
}

/** Whether an answer of a success status says that nothing was done all the same. */
const isRefusal = (body: object): boolean =>
	Object.entries(body).some(([name, value]) => saysNo(name, value));

/** @returns undefined for a body that is not JSON text of an object or list, or that says "error" */
function readAnswer(body: unknown): PostAnswer | undefined {
	if (body === null) return { response: null };
	if (typeof body !== 'object' || isRefusal(body)) return undefined;
	return { response: body as GenericValue };
}

interface Post {
	group: EndpointGroup;
	path: string;
	/** What the output repeats of the body, beside the answer. */
	sent: IDataObject;
	/** Makes the body when it is sent. */
	body: () => object | Promise<object>;
}

/**
 * The request of an item for what must not be sent twice: it is repeated only when Ometria cannot have
 * taken it.
 */
export function postOnce(
	session: Session,
	{ group, path, sent, body }: Post,
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
				OPERATION_POLICY,
			),
		about: sent,
		notFound: { advice: 'Correct what Ometria names, and run the node again.' },
		items: ({ value: { response }, httpStatus }) => [
			{ ...sent, http_status: httpStatus, response },
		],
	};
}
