import type { AddressInfo } from 'node:net';

import Fastify from 'fastify';

import { refuseForeignRequests } from './access';
import { addAccountRoutes } from './accountRoutes';
import { addControlRoutes } from './controlRoutes';
import { AccountServer } from './core/accountServer';
import type { SandboxOptions } from './core/types';
import { addPageRoutes } from './pageRoutes';

const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

export interface RunningSandbox {
	/** Base URL for the credential: `http://127.0.0.1:PORT/v2`. */
	url: string;
	/** Address of the control surface: `http://127.0.0.1:PORT/_sandbox`. */
	controlUrl: string;
	/** Address of the page that shows what arrived: `http://127.0.0.1:PORT/`. */
	pageUrl: string;
	port: number;
	/** The account behind it. */
	server: AccountServer;
	close(): Promise<void>;
}

/**
 * Starts the stand-in on loopback.
 *
 * @param port 0 takes a free one
 */
export async function startSandbox(
	options: Partial<SandboxOptions> & { port?: number } = {},
): Promise<RunningSandbox> {
	const { port = 0, ...accountOptions } = options;
	const account = new AccountServer(accountOptions);
	const app = Fastify({
		bodyLimit: BODY_LIMIT_BYTES,
		forceCloseConnections: true,
		// A name or value that means nothing is an answer with 400, not silently something else.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
		schemaErrorFormatter: ([{ instancePath, message = 'is not valid', params }], part) => {
			const { additionalProperty } = params;
			const unknown = typeof additionalProperty === 'string' ? `: ${additionalProperty}` : '';
			return new Error(`${part}${instancePath} ${message}${unknown}`);
		},
	});
	refuseForeignRequests(app);
	await app.register(async (part) => addAccountRoutes(part, account));
	await app.register(async (part) => addControlRoutes(part, account), { prefix: '/_sandbox' });
	addPageRoutes(app);
	await app.listen({ host: '127.0.0.1', port });
	const { port: bound } = app.server.address() as AddressInfo;
	const origin = `http://127.0.0.1:${bound}`;
	return {
		url: `${origin}/v2`,
		controlUrl: `${origin}/_sandbox`,
		pageUrl: `${origin}/`,
		port: bound,
		server: account,
		close: async () => await app.close(),
	};
}
