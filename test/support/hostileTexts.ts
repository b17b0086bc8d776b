import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Texts that try to become HTML in n8n's editor, and a server that notices when one did. */
export interface HostileTexts {
	/** A heading, a link and a picture, all naming the given place. */
	long: (place: string) => string;
	/** A picture, short enough to be shown whole where values are cut. */
	short: string;
	/** Address of the picture's server. */
	origin: string;
	/** Paths that were asked for. */
	visits: string[];
	close(): Promise<void>;
}

export async function startHostileTexts(): Promise<HostileTexts> {
	const visits: string[] = [];
	const server = createServer((request, response) => {
		visits.push(request.url ?? '');
		response.end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		long: (place) =>
			`<h1>Expired ${place}</h1><a href="${origin}/login">Sign in</a><img src=${origin}/${place}>\`code ${place}\``,
		short: `<img src=${origin}/v>\`x\``,
		origin,
		visits,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
