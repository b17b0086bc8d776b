import { createServer, type IncomingMessage, type Server } from 'node:http';
import { inspect } from 'node:util';

import { LoggerProxy, type IDataObject } from 'n8n-workflow';

import { contacts, push, sandboxFor } from '../support/push';
import { listen, OPERATIONS, PARAMETERS, type Listening } from '../support/operations';
import { operate } from '../support/read';
import { TOKEN } from '../support/engine';
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
			'the trigger for %s neither',
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
