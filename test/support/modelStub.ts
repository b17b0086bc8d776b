import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A language model that calls tools one after the other and then ends, for n8n's OpenAI Chat Model node. */
export interface ModelStub {
	/** The base URL for the credential. */
	url: string;
	/** The tools that the next conversation calls, with their arguments. */
	calls(...tools: Array<[name: string, args: object]>): void;
	/** What the model was given as the answers of the tools. */
	toolAnswers(): string[];
	close(): Promise<void>;
}

interface Conversation {
	messages: Array<{ role: string; content: unknown }>;
}

/** Starts it on a free port of this machine. */
export async function startModelStub(): Promise<ModelStub> {
	let calls: Array<[name: string, args: object]> = [];
	let answers: string[] = [];
	const server = createServer((request, response) => {
		void (async () => {
			const { messages } = (await json(request)) as Conversation;
			answers = messages
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => String(content));
			const next = calls.at(answers.length);
			const message = next
				? {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: `call-${answers.length}`,
								type: 'function',
								function: { name: next[0], arguments: JSON.stringify(next[1]) },
							},
						],
					}
				: { role: 'assistant', content: 'Done.' };
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					id: 'stub',
					object: 'chat.completion',
					created: 0,
					model: 'stub',
					choices: [{ index: 0, message, finish_reason: next ? 'tool_calls' : 'stop' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		calls(...tools) {
			calls = tools;
			answers = [];
		},
		toolAnswers: () => answers,
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
