import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { WorkflowNode } from '../../playground/src/n8nApi';

export interface Receiver {
	url: string;
	/** Bodies received, parsed. */
	received: unknown[];
	/** Answers with this status; 200 at first. */
	answerWith(status: number): void;
	close(): Promise<void>;
}

/** Takes any POST of JSON on loopback: what a workflow sends to the outside world. */
export async function startReceiver(): Promise<Receiver> {
	const received: unknown[] = [];
	let status = 200;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push(JSON.parse(Buffer.concat(chunks).toString()));
			response.writeHead(status).end('ok');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		received,
		answerWith: (next) => (status = next),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** An HTTP Request node that posts the record of each item to a receiver. */
export function postToReceiver({ url }: Receiver): WorkflowNode {
	return {
		name: 'Post',
		id: 'post',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [200, 0],
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ { id: $json.record_id } }}',
			options: {},
		},
	};
}
