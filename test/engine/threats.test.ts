import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';

import { type IDataObject, LoggerProxy } from 'n8n-workflow';

import { TOKEN } from '../support/engine';
import { listen, type Listening, OPERATIONS, PARAMETERS } from '../support/operations';
import { contacts, push, sandboxFor } from '../support/push';
import { operate } from '../support/read';
import { PolledWorkflow } from './errorsSupport';

/** For push: a record of any type. */
const INPUT = [{ '@type': 'contact', id: 'c-1', email: 'ada@shop.example' }];

/** A server that gives the token back wherever it can, and sends its visitors on to another one. */
function echo(status: number, elsewhere: string): Server {
	return createServer((request: IncomingMessage, response) => {
		const token = String(request.headers['x-ometria-auth']);
		request.resume().on('end', () => {
			response.writeHead(status, `No ${token}`, {
				location: `${elsewhere}?token=${token}`,
				'content-type': 'application/json',
				'x-request-id': token,
			});
			response.end(
				JSON.stringify({ message: `${token} is wrong`, detail: { token }, [token]: token }),
			);
		});
	});
}

/** Everything that an execution leaves behind: data, hints, errors with their causes and stacks. */
const everything = (value: unknown) =>
	inspect(value, { depth: 12, maxArrayLength: null, maxStringLength: null });

describe.each([302, 307, 400, 401, 403, 404, 501])(
	'a server that answers %i and echoes the token',
	(status) => {
		let server: Listening;
		let other: Listening;
		let visits = 0;
		let runs = 0;
		const logged: unknown[] = [];

		beforeAll(async () => {
			other = await listen(createServer((_request, response) => response.end(String(++visits))));
			server = await listen(echo(status, other.url));
			const note = (...args: unknown[]) => void logged.push(args);
			LoggerProxy.init({ error: note, warn: note, info: note, debug: note });
		});
		afterAll(async () => {
			await server.close();
			await other.close();
		});

		test.each(OPERATIONS)(
			'%s shows the token nowhere, and sends it to nobody else',
			async (operation) => {
				for (const onError of [
					'stopWorkflow',
					'continueRegularOutput',
					'continueErrorOutput',
				] as const) {
					const token = `${TOKEN}-${++runs}`;
					const { run, error, outputs } = await operate(server, operation, PARAMETERS, {
						inputs: INPUT,
						settings: { onError },
						// An account of its own each time, as a merge waits for the account's minute.
						credential: { accessToken: token, baseUrl: server.url, pushRequestsPerSecond: 8 },
					});
					const emitted = error !== undefined || outputs.flat().some(({ json }) => 'error' in json);
					expect(emitted).toBe(true);
					expect(everything(run)).not.toContain(token);
				}
				expect(everything(logged)).not.toContain(TOKEN);
				expect(visits).toBe(0);
			},
		);

		test.each(['pushError', 'profileUpdated', 'orderCreated', 'contactUnsubscribed'])(
			'the trigger for %s shows the token nowhere, and sends it to nobody else',
			async (event) => {
				const workflow = new PolledWorkflow(server, { parameters: { event } });
				const left = await workflow.poll().catch((error: unknown) => error);
				// The first poll of some events only notes the time.
				const after = await workflow.poll().catch((error: unknown) => error);
				expect(everything([left, after])).not.toContain(TOKEN);
				expect(visits).toBe(0);
			},
		);
	},
);

test('fields and answers that name prototypes change nothing but themselves', async () => {
	const sandbox = await sandboxFor();
	const polluting =
		'{"id":"c-1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
	try {
		await push(sandbox, [JSON.parse(polluting)]);
		sandbox.server.script({ status: 202, body: `{"status":"OK","__proto__":{"polluted":1}}` });
		await push(sandbox, contacts(1));
		for (const path of ['/push/_errors', '/profiles', '/orders']) {
			sandbox.server.script({ path, status: 200, body: `[${polluting}]` });
		}
		for (const operation of ['pushError/getMany', 'profile/getMany', 'order/getMany'] as const) {
			const { status } = await operate(sandbox, operation);
			expect(status).toBe('success');
		}
		expect(({} as IDataObject).polluted).toBeUndefined();
		expect(([] as unknown as IDataObject).polluted).toBeUndefined();
	} finally {
		await sandbox.close();
	}
});

describe('what is in a record', () => {
	const secret = 'Private-Person-Name';
	const people = () => contacts(4, () => ({ lastname: secret, email: `${secret}@shop.example` }));

	test.each([
		['a refused request', { status: 400, times: 20 }],
		['a refused token', { status: 403 }],
		['a rejection', undefined],
	] as const)('is in no error and hint after %s', async (_name, fault) => {
		const sandbox = await sandboxFor({
			onReceipt: ({ id: own }) => (own === 'c-2' ? 'reject' : 'take'),
		});
		try {
			if (fault) sandbox.server.script({ ...fault });
			const { hints, outputs } = await push(sandbox, people(), {
				settings: { onError: 'continueRegularOutput' },
			});
			const failures = outputs[0].filter(({ json }) => 'error' in json);
			expect(failures.length).toBeGreaterThan(0);
			expect(everything([hints, outputs])).not.toContain(secret);
			const stopped = await push(sandbox, people());
			expect(everything(stopped.error ?? stopped.hints)).not.toContain(secret);
		} finally {
			await sandbox.close();
		}
	});

	test('is shown where the field itself is wrong, and only its beginning', async () => {
		const sandbox = await sandboxFor();
		try {
			const { error } = await push(sandbox, [
				{ id: 'c-1', lastname: secret, timestamp_acquired: 'x'.repeat(500) },
			]);
			const emitted = `${error?.message} ${error?.description}`;
			expect(emitted).not.toContain(secret);
			expect(emitted).toContain('xxx');
			expect(emitted).not.toContain('x'.repeat(61));
		} finally {
			await sandbox.close();
		}
	});
});

describe('a server that accepts everything and echoes the token in its answer', () => {
	const token = 'Abcdef0123456789-Xyz/7';
	const forms = [
		token,
		token.toUpperCase(),
		encodeURIComponent(token),
		Buffer.from(token).toString('base64'),
		Buffer.from(token).toString('hex'),
	];

	test.each(OPERATIONS)('%s shows the token nowhere', async (operation) => {
		const server = await listen(
			createServer((request, response) => {
				request.resume().on('end', () => {
					response.setHeader('content-type', 'application/json');
					const escaped = Array.from(
						token,
						(letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
					).join('');
					const echoes = `"status":"${escaped}","debug":${JSON.stringify(forms)},"id":"1"`;
					const object = `{"request_id":"r-1",${echoes},"accepted":1,"rejected":0}`;
					response.end(request.method === 'POST' ? object : `[${object}]`);
				});
			}),
		);
		try {
			const { run } = await operate(server, operation, PARAMETERS, {
				inputs: INPUT,
				settings: { onError: 'continueErrorOutput' },
				credential: {
					accessToken: token,
					// An account of its own each time, as a merge waits for the account's minute.
					baseUrl: server.url,
					pushRequestsPerSecond: 8,
				},
			});
			const left = everything(run);
			for (const form of forms) expect(left).not.toContain(form);
		} finally {
			await server.close();
		}
	});
});

/** A server of which only the first bytes are known, and what it has open. */
async function rawServer(answer: (socket: Socket) => void) {
	const open = new Set<Socket>();
	const server = createTcpServer((socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket));
		socket.on('error', () => undefined).once('data', () => answer(socket));
	});
	const listening = await listen(server);
	return {
		url: listening.url,
		open,
		close: async () => {
			for (const socket of open) socket.destroy();
			await listening.close();
		},
	};
}

/** Writes as fast as the other side reads, until that closes the connection. */
function pour(socket: Socket, bytes: Buffer): void {
	while (!socket.destroyed && socket.write(bytes));
	socket.once('drain', () => pour(socket, bytes));
}

/** Waits for what comes soon, and says whether it came. */
async function soon(isSo: () => boolean): Promise<boolean> {
	for (let tries = 0; tries < 100 && !isSo(); tries++) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return isSo();
}

describe('an answer that never ends', () => {
	const endings = {
		'switches the protocol': (socket: Socket) =>
			socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
		'arrives byte by byte': (socket: Socket) => {
			socket.write('HTTP/1.1 202 Accepted\r\nContent-Length: 100000\r\n\r\n{');
			const drip = setInterval(() => socket.write(' '), 50);
			socket.on('close', () => clearInterval(drip));
		},
		'has headers that arrive byte by byte': (socket: Socket) => {
			socket.write('HTTP/1.1 202 Accepted\r\nX-Long: ');
			const drip = setInterval(() => socket.write('x'), 50);
			socket.on('close', () => clearInterval(drip));
		},
	};

	test.each(Object.entries(endings))(
		'ends a push with an error, and its connections, where it %s',
		async (_how, answer) => {
			const server = await rawServer(answer);
			try {
				const { error } = await push(server, INPUT, {
					options: { timeout: 200, giveUpAfterSeconds: 20, maxRetries: 1 },
				});
				expect(`${error?.message} ${error?.description}`).toContain(
					'no complete answer within 200 ms',
				);
				expect(await soon(() => server.open.size === 0)).toBe(true);
			} finally {
				await server.close();
			}
		},
	);

	test.each([
		['as it is', '', Buffer.alloc(65_536, ' ')],
		['compressed', 'Content-Encoding: gzip\r\n', undefined],
	])('is read up to 10 MB, %s, and no byte more where it grows', async (_how, header, plain) => {
		const bytes = plain ?? gzipSync(Buffer.alloc(50_000_000, ' '));
		let sent = 0;
		const server = await rawServer((socket) => {
			socket.write(`HTTP/1.1 202 Accepted\r\nConnection: close\r\n${header}\r\n`);
			pour(socket, bytes);
			socket.on('close', () => (sent += socket.bytesWritten));
		});
		try {
			const { error } = await push(server, INPUT, { options: { maxRetries: 0 } });
			expect(`${error?.message} ${error?.description}`).toContain(
				'the answer is larger than 10 MB',
			);
			expect(await soon(() => server.open.size === 0)).toBe(true);
			// What the system's buffers hold comes on top.
			expect(sent).toBeLessThan(30_000_000);
		} finally {
			await server.close();
		}
	});

	test('ends with the execution, and so does its connection', async () => {
		const server = await rawServer(endings['arrives byte by byte']);
		try {
			const began = Date.now();
			await push(server, INPUT, { options: { timeout: 30_000 }, cancelAfterMs: 300 });
			expect(Date.now() - began).toBeLessThan(5000);
			expect(await soon(() => server.open.size === 0)).toBe(true);
		} finally {
			await server.close();
		}
	});
});

describe('an answer of 9 MB', () => {
	const times = (count: number, make: (index: number) => string) =>
		Array.from({ length: count }, (_, index) => make(index)).join();
	const fields = (count: number) => `{${times(count, (index) => `"k${index}":1`)}}`;
	const shapes = {
		'many fields': fields(700_000),
		'many empty lists': `[${times(3_000_000, () => '[]')}]`,
		'rows with many fields': `[${times(250, () => fields(3500))}]`,
		'rows that could be read': `[${times(250, () => fields(1900))}]`,
		'one row of many lists': `[{"message":[${times(1_500_000, () => '"no"')}]}]`,
		'messages and fields': `[${times(40, () => `{"message":[${times(9000, () => '"no"')}],${fields(1900).slice(1)}`)}]`,
		'an answer with fields around it': `{"request_id":"r-1","accepted":1,${fields(1900).slice(1)}`,
	};
	/** What takes an answer of each shape; one that cannot be read is asked for again, with waits. */
	const readable = ['rows that could be read', 'messages and fields'];
	const READS = ['order/getMany', 'pushError/getMany', 'contact/get'] as const;

	test.each(Object.entries(shapes))('costs little time with %s', async (what, body) => {
		const server = await listen(
			createServer((request, response) => request.resume().on('end', () => response.end(body))),
		);
		/** CPU seconds. */
		const cost = async (run: () => Promise<unknown>) => {
			const began = process.cpuUsage();
			await run();
			const { user, system } = process.cpuUsage(began);
			return (user + system) / 1_000_000;
		};
		try {
			const once = { options: { maxRetries: 0 } };
			expect(await cost(async () => await push(server, INPUT, once))).toBeLessThan(2);
			for (const operation of readable.includes(what) ? READS : []) {
				const seconds = await cost(async () => await operate(server, operation, PARAMETERS));
				expect([operation, seconds < 5]).toEqual([operation, true]);
			}
		} finally {
			await server.close();
		}
	});
});

test("an answer nested too deep is nobody's answer, and a refusal in it still ends the run", async () => {
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
	const sandbox = await sandboxFor();
	try {
		sandbox.server.script({ status: 202 });
		sandbox.server.script({ status: 403, body: `{"errors":${deep}}`, times: 20 });
		const { outputs, status } = await push(sandbox, contacts(20), {
			parameters: { options: { batchSize: 1 } },
			settings: { onError: 'continueErrorOutput' },
			rate: 1,
		});
		expect(status).toBe('success');
		expect(outputs[1].length).toBeGreaterThan(0);
		expect(everything(outputs[1])).toContain('HTTP 403');
		expect(sandbox.server.log.length).toBeLessThan(20);
	} finally {
		await sandbox.close();
	}
});

test('a status and a request id of megabytes appear nowhere', async () => {
	const sandbox = await sandboxFor();
	const huge = 'x'.repeat(2_000_000);
	try {
		sandbox.server.script({
			status: 202,
			body: JSON.stringify({ status: huge, request_id: huge, accepted: 1, rejected: 0 }),
		});
		const { hints, error } = await push(sandbox, contacts(1));
		expect(everything([hints, error]).length).toBeLessThan(20_000);
	} finally {
		await sandbox.close();
	}
});

describe('texts of others in the editor, which renders hints, messages and descriptions as HTML', () => {
	const HOSTILE = '<h1>Session expired</h1><a href="https://evil.example">Sign in</a><img src=x>';
	const hostile = (value: unknown): unknown => {
		if (typeof value === 'string') return HOSTILE;
		if (Array.isArray(value)) return value.map(hostile);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [
				name,
				['mode', 'type'].includes(name) ? inner : hostile(inner),
			]),
		);
	};
	const records = [
		{ '@type': 'contact', id: HOSTILE, [HOSTILE]: HOSTILE, email: HOSTILE },
		{ '@type': HOSTILE, id: 'c-1' },
		{
			id: '2',
			timestamp_acquired: HOSTILE,
			country_id: HOSTILE,
			properties: { [HOSTILE]: HOSTILE },
		},
	];
	const entry = { request_id: HOSTILE, record_id: HOSTILE, message: { error_message: HOSTILE } };
	const received = { status: HOSTILE, request_id: HOSTILE, accepted: 0, [HOSTILE]: HOSTILE };
	const answers = [
		[403, { message: HOSTILE }],
		[400, HOSTILE],
		[302, { error: { detail: HOSTILE } }],
		[200, undefined],
	] as const;

	test.each(OPERATIONS)('%s shows none of them as HTML', async (operation) => {
		let answer: (typeof answers)[number] = answers[0];
		const server = await listen(
			createServer((request, response) => {
				request.resume().on('end', () => {
					const [status, body = request.method === 'GET' ? [entry] : received] = answer;
					response.writeHead(status, { location: `/${encodeURIComponent(HOSTILE)}` });
					response.end(typeof body === 'string' ? body : JSON.stringify(body));
				});
			}),
		);
		let runs = 0;
		let shown = 0;
		try {
			for (answer of answers) {
				for (const parameters of [PARAMETERS, hostile(PARAMETERS) as typeof PARAMETERS]) {
					for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
						const { hints, error } = await operate(server, operation, parameters, {
							inputs: operation.endsWith('/push') ? records : records.slice(2),
							settings: { onError },
							// An account of its own each time, as a merge waits for the account's minute.
							credential: {
								accessToken: `${TOKEN}-html-${++runs}`,
								baseUrl: server.url,
								pushRequestsPerSecond: 8,
							},
						});
						const texts = hints.map(({ message }) => message);
						for (const text of [...texts, error?.message, error?.description]) {
							if (text) shown++;
							expect(text ?? '').not.toContain('<');
						}
					}
				}
			}
			expect(shown).toBeGreaterThan(0);
		} finally {
			await server.close();
		}
	});
});
