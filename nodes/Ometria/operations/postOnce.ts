import type { GenericValue } from 'n8n-workflow';

import type { EndpointGroup } from '../transport/account';
import { type CallResult, makeCall } from '../transport/request';
import type { Session } from '../transport/session';
import { READ_RETRY } from './operation';

/**
 * Sends what must not be sent twice: it is repeated only when Ometria cannot have taken it. The answer's
 * shape is not documented for any such endpoint, so it is handed on as it is; null when it is empty.
 *
 * @param sent what the output repeats of the body, given back beside the answer
 */
export async function postOnce<T extends object>(
	session: Session,
	group: EndpointGroup,
	path: string,
	body: object,
	sent: T,
): Promise<CallResult<{ sent: T; response: GenericValue }>> {
	return await makeCall(
		session,
		{
			method: 'POST',
			path,
			body: Buffer.from(JSON.stringify(body)),
			read: (answer) => ({ sent, response: (answer ?? null) as GenericValue }),
			limiter: session.groupLimiter(group),
			once: true,
		},
		READ_RETRY,
	);
}
