import type { AddressInfo, Socket } from 'node:net';

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { TABLES, type Table } from './core/accountData';
import { AccountServer } from './core/accountServer';
import type { Fault, JsonObject, SandboxOptions, SandboxReply, StoredError } from './core/types';

const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

export interface RunningSandbox {
	/** Base URL for the credential: `http://127.0.0.1:PORT/v2`. */
	url: string;
	/** Address of the control surface: `http://127.0.0.1:PORT/_sandbox`. */
	controlUrl: string;
	port: number;
	/** The account behind it. */
	server: AccountServer;
	close(): Promise<void>;
}

function flat(values: NodeJS.Dict<string | string[]>): Record<string, string> {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Sends a reply the way its delivery says; broken ones take the socket with them. */
function deliver(socket: Socket, response: FastifyReply, reply: SandboxReply): void {
	if (reply.delivery === 'hang') {
		response.hijack();
		return;
	}
	if (reply.delivery === 'reset') {
		response.hijack();
		socket.resetAndDestroy();
		return;
	}
	if (reply.delivery === 'truncate') {
		response.hijack();
		const body = Buffer.from(reply.body);
		response.raw.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
		response.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroy());
		return;
	}
	void response.code(reply.status).headers(reply.headers).send(reply.body);
}

function addAccountRoutes(app: FastifyInstance, account: AccountServer): void {
	app.all('/v2/*', (request: FastifyRequest, response: FastifyReply) => {
		const path = new URL(request.url, 'http://sandbox').pathname.slice('/v2'.length);
		const reply = account.handle(
			{
				method: request.method,
				path,
				query: flat(request.query as NodeJS.Dict<string>),
				headers: flat(request.headers),
				body: typeof request.body === 'string' ? request.body : '',
			},
			Date.now(),
		);
		const send = () => deliver(request.raw.socket, response, reply);
		if (reply.latencyMs > 0) setTimeout(send, reply.latencyMs);
		else send();
		return reply.delivery === 'answer' ? response : undefined;
	});
}

function tableOf(request: FastifyRequest): Table {
	const { table } = request.params as { table: string };
	const known = TABLES.find((name) => name === table);
	if (!known) throw new Error(`no table "${table}"; there are ${TABLES.join(', ')}`);
	return known;
}

/** For tests and people: what arrived, and how to make it misbehave. */
function addControlRoutes(app: FastifyInstance, account: AccountServer): void {
	const bodyOf = (request: FastifyRequest): unknown => JSON.parse(String(request.body)) as unknown;
	app.get('/_sandbox/state', () => {
		const statuses: Record<string, number> = {};
		for (const { status } of account.log) statuses[status] = (statuses[status] ?? 0) + 1;
		const pushes = account.log.filter(({ path }) => path === '/push');
		return {
			requests: account.log.length,
			pushes: pushes.length,
			statuses,
			records_received: pushes.reduce((sum, { taken }) => sum + taken, 0),
			records_stored: account.store.count(),
			errors: account.visibleErrors(Date.now()).length,
		};
	});
	app.get('/_sandbox/requests', () => account.log);
	app.get('/_sandbox/errors', () => account.visibleErrors(Date.now()));
	app.post('/_sandbox/faults', (request) => {
		account.script(...(bodyOf(request) as Fault[]));
		return { ok: true };
	});
	app.post('/_sandbox/options', (request) => {
		account.setOptions(bodyOf(request) as Partial<SandboxOptions>);
		return { ok: true };
	});
	app.post('/_sandbox/errors', (request) => {
		account.addErrors(bodyOf(request) as StoredError[], Date.now());
		return { ok: true };
	});
	app.get('/_sandbox/rows/:table', (request) => account.data.rows(tableOf(request)));
	app.post('/_sandbox/rows/:table', (request) => {
		account.data.put(tableOf(request), bodyOf(request) as JsonObject[], Date.now());
		return { ok: true };
	});
	app.post('/_sandbox/reset', () => {
		account.reset();
		return { ok: true };
	});
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
	const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
	// The account reads the text itself: whether it is JSON is part of what is checked.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	addAccountRoutes(app, account);
	addControlRoutes(app, account);
	await app.listen({ host: '127.0.0.1', port });
	const { port: bound } = app.server.address() as AddressInfo;
	const origin = `http://127.0.0.1:${bound}`;
	return {
		url: `${origin}/v2`,
		controlUrl: `${origin}/_sandbox`,
		port: bound,
		server: account,
		close: async () => await app.close(),
	};
}
