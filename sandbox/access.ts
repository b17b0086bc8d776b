import type { FastifyInstance, FastifyRequest } from 'fastify';

const REFUSED =
	'The sandbox answers programs on this machine, by 127.0.0.1, localhost or [::1] and its port, and its own page';

/** The names that this machine has for itself, with the port unless it is the default one. */
function ownHosts(port: number | undefined): string[] {
	const suffix = port === 80 ? '' : `:${port}`;
	return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}${suffix}`);
}

/**
 * Any web page can make a browser call a server on this machine, also under a name of its own that
 * it has bound to 127.0.0.1. Programs name this machine and send neither origin nor site; a browser
 * says `none` of an address that its user enters.
 */
function isForeign({ headers, socket }: FastifyRequest): boolean {
	const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
	return (
		!ownHosts(socket.localPort).includes(host.toLowerCase()) ||
		(origin !== undefined && origin !== `http://${host}`) ||
		(site !== 'none' && site !== 'same-origin')
	);
}

/** Refuses, on every route, what does not come from this machine's programs or the sandbox's own page. */
export function refuseForeignRequests(app: FastifyInstance): void {
	app.addHook('onRequest', async (request, response) => {
		if (isForeign(request)) await response.code(403).send({ message: REFUSED });
	});
}
