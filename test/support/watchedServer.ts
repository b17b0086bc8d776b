import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, or a tunnel that was asked for. */
export interface Seen {
	/** Method and path, as `GET /v2/products`. */
	request: string;
	host: string | undefined;
	/** Everything that came with it. */
	headers: string;
}

export interface WatchedServer {
	/** `127.0.0.1:PORT` */
	host: string;
	port: number;
	seen: Seen[];
	close(): Promise<void>;
}

/** What a server answers. */
export interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** A server that notes every request and every tunnel that it is asked for. */
export async function watchedServer(
	answer: (path: string) => Answer = () => ({}),
): Promise<WatchedServer> {
	const seen: Seen[] = [];
	const note = ({ method, url, headers }: IncomingMessage) =>
		seen.push({
			request: `${method} ${url}`,
			host: headers.host,
			headers: JSON.stringify(headers),
		});
	const server = createServer((request, response) => {
		note(request);
		const { status = 200, headers, body = { answer: 'yes' } } = answer(request.url ?? '');
		response.writeHead(status, { 'content-type': 'application/json', ...headers });
		response.end(JSON.stringify(body));
	});
	server.on('connect', (request, socket) => {
		note(request);
		socket.destroy();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		host: `127.0.0.1:${port}`,
		port,
		seen,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
