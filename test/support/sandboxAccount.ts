import { AccountServer } from '../../sandbox/core/accountServer';
import type { SandboxOptions } from '../../sandbox/core/types';

/** An account of the sandbox without its HTTP server, and what pushes records to it at a time (ms). */
export function sandboxAccount(options: Partial<SandboxOptions>, nowMs: number) {
	const server = new AccountServer(options);
	const push = (records: object[], at = nowMs) =>
		server.handle(
			{
				method: 'POST',
				path: '/push',
				query: {},
				headers: { 'x-ometria-auth': 'sandbox-token' },
				body: JSON.stringify(records),
			},
			at,
		);
	return { server, push };
}
