import { createRequire } from 'node:module';

import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { N8nApi, OWNER } from './n8nApi';
import { N8N, startN8n } from './n8nProcess';
import { installPackage } from './pack';

export const CREDENTIAL = 'Ometria sandbox';
const TOKEN = 'sandbox-token';

/** The sandbox and an n8n with the node and a credential for it, until `end`. */
export interface Session {
	sandbox: RunningSandbox;
	api: N8nApi;
	credentialId: string;
	/** For the console: where everything is. */
	addresses: string;
	/** Something more that is to end with the session, before n8n does. */
	onEnd: (stop: () => Promise<void>) => void;
	end: () => Promise<void>;
}

export interface SessionOptions {
	/** Where n8n keeps its data. */
	folder: string;
	env?: Record<string, string>;
	/** Exit code when a signal ends it. */
	endedBySignal: number;
}

/** Runs a program that opens a session; what goes wrong is printed, and ends everything that was started. */
export function runSession(
	options: SessionOptions,
	program: (session: Session) => Promise<void>,
): void {
	const stops: Array<() => Promise<void>> = [];
	let ending: Promise<void> | undefined;
	const end = () =>
		(ending ??= (async () => {
			for (const stop of stops.reverse()) await stop();
		})());
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => void end().then(() => process.exit(options.endedBySignal)));
	}
	open(options, stops, end)
		.then(program)
		.catch(async (error: unknown) => {
			console.error(error instanceof Error ? error.message : error);
			process.exitCode = 1;
			await end();
		});
}

/** Gives n8n its owner at each start, also where the folder has one from before. */
function ownerSettings(): Record<string, string> {
	const bcrypt = createRequire(N8N)('bcryptjs') as {
		hashSync(text: string, rounds: number): string;
	};
	return {
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: OWNER.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: OWNER.firstName,
		N8N_INSTANCE_OWNER_LAST_NAME: OWNER.lastName,
		N8N_INSTANCE_OWNER_PASSWORD_HASH: bcrypt.hashSync(OWNER.password, 10),
	};
}

async function open(
	{ folder, env }: SessionOptions,
	stops: Array<() => Promise<void>>,
	end: () => Promise<void>,
): Promise<Session> {
	const sandbox = await startSandbox({ token: TOKEN });
	stops.push(() => sandbox.close());
	console.log(`Sandbox of Ometria's API: ${sandbox.url}`);
	console.log('Packing the node and installing it into n8n …');
	await installPackage(folder);
	console.log('Starting n8n (the first start takes a minute) …');
	const n8n = await startN8n({ userFolder: folder, env: { ...ownerSettings(), ...env } });
	stops.push(() => n8n.stop());
	const api = new N8nApi(n8n.url);
	await api.signIn();
	const data = { accessToken: TOKEN, baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
	const credentialId = await api.saveCredential(CREDENTIAL, data);
	const test = await api.testCredential(credentialId, CREDENTIAL, data);
	console.log(`Credential test: ${test.message}`);
	if (test.status !== 'OK') throw new Error(`The credential test failed: ${test.message}`);
	const addresses = `
n8n's editor     ${n8n.url}
  email          ${OWNER.email}
  password       ${OWNER.password} (a new one with each start)
What arrived     ${sandbox.pageUrl}
Ctrl-C ends both.`;
	return { sandbox, api, credentialId, addresses, onEnd: (stop) => stops.push(stop), end };
}
