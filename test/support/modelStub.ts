import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A language model that calls one tool and then ends, for n8n's OpenAI Chat Model node. */
export interface ModelStub {
	/** The base URL for the credential. */
	url: string;
	/** The tool that the next conversation calls, with its arguments. */
	calls(tool: string, args: object): void;
	/** What the model was last given as the answer of a tool. */
	toolAnswer(): string;
	close(): Promise<void>;
}

interface Conversation {
	messages: Array<{ role: string; content: unknown }>;
}

/** Starts it on a free port of this machine. */
export async function startModelStub(): Promise<ModelStub> {
	let call = { name: '', arguments: '{}' };
	let answer = '';
	const server = createServer((request, response) => {
		void (async () => {
			const { messages } = (await json(request)) as Conversation;
			const last = messages.at(-1);
			const ended = last?.role === 'tool';
			if (ended) answer = String(last.content);
			const message = ended
				? { role: 'assistant', content: 'Done.' }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [{ id: 'call-1', type: 'function', function: call }],
					};
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					id: 'stub',
					object: 'chat.completion',
					created: 0,
					model: 'stub',
					choices: [{ index: 0, message, finish_reason: ended ? 'stop' : 'tool_calls' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		calls(tool, args) {
			call = { name: tool, arguments: JSON.stringify(args) };
			answer = '';
		},
		toolAnswer: () => answer,
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
