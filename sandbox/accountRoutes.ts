import type { Socket } from 'node:net';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { AccountServer } from './core/accountServer';
import type { SandboxReply } from './core/types';

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

/** Ometria's API, as the account behind it answers. */
export function addAccountRoutes(app: FastifyInstance, account: AccountServer): void {
	// The account reads the text itself: whether it is JSON is part of what is checked.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
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
