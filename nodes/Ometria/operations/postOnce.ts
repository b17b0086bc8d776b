import type { GenericValue, IDataObject } from 'n8n-workflow';

import type { EndpointGroup } from '../transport/account';
import { makeCall, type RequestSuccess } from '../transport/request';
import type { Session } from '../transport/session';
import { READ_RETRY } from './operation';
import type { ItemRequest } from './runPerItem';

/** The shape is not documented for any such endpoint, so it is handed on as it is; null when it is empty. */
interface PostAnswer {
	response: GenericValue;
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
					read: (answer) => ({ response: (answer ?? null) as GenericValue }),
					limiter: session.groupLimiter(group),
					once: true,
				},
				READ_RETRY,
			),
		items: ({ value: { response }, httpStatus }) => [
			{ ...sent, http_status: httpStatus, response },
		],
	};
}
