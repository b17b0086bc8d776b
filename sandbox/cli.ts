#!/usr/bin/env node
import { parseArgs } from 'node:util';

import { runCheck } from '../checker/command';
import { DEFAULTS } from './core/types';
import { startSandbox } from './server';
import { runVerify } from './verify/command';

const MEGABYTE = 1024 * 1024;

const HELP = `A local stand-in for Ometria's Data API, on loopback only.

  ometria-sandbox [options]     starts it
  ometria-sandbox check FILE    checks a file by the node's rules; check --help says more
  ometria-sandbox verify        compares Ometria's API with what is assumed; verify --help says more

  --port 4010       port
  --token TEXT      the access token it accepts (sandbox-token)
  --rate 8          push requests per second
  --latency 0       ms added to each answer
  --errors full     form of the error list: full or short
  --error-delay 0   ms until an error is listed
  --max-records 2000000   records that it keeps; beyond, the oldest are dropped
  --max-requests 200000   requests that its log keeps
  --max-megabytes 256     of records, and again of requests

Its page shows what arrived, and makes it misbehave.
`;

function numberOf(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
	throw new Error(`--${name} must be a number of 0 or more. Found: ${text}`);
}

const OUTPUT = {
	out: (text: string) => process.stdout.write(`${text}\n`),
	error: (text: string) => process.stderr.write(`${text}\n`),
};

async function main(): Promise<void> {
	const [command, ...args] = process.argv.slice(2);
	if (command === 'check') {
		process.exitCode = await runCheck(args, OUTPUT);
		return;
	}
	if (command === 'verify') {
		process.exitCode = await runVerify(args, { ...OUTPUT, environment: process.env });
		return;
	}
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			token: { type: 'string', default: 'sandbox-token' },
			rate: { type: 'string', default: '8' },
			latency: { type: 'string', default: '0' },
			errors: { type: 'string', default: 'full' },
			'error-delay': { type: 'string', default: '0' },
			'max-records': { type: 'string', default: String(DEFAULTS.maxRecords) },
			'max-requests': { type: 'string', default: String(DEFAULTS.maxRequests) },
			'max-megabytes': { type: 'string', default: String(DEFAULTS.maxBytes / MEGABYTE) },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const sandbox = await startSandbox({
		port: numberOf('port', values.port),
		token: values.token,
		pushLimit: { model: 'slidingWindow', perSecond: numberOf('rate', values.rate) },
		latencyMs: numberOf('latency', values.latency),
		errorShape: values.errors === 'short' ? 'short' : 'full',
		errorDelayMs: numberOf('error-delay', values['error-delay']),
		maxRecords: numberOf('max-records', values['max-records']),
		maxRequests: numberOf('max-requests', values['max-requests']),
		maxBytes: numberOf('max-megabytes', values['max-megabytes']) * MEGABYTE,
	});
	console.log(`Sandbox of Ometria's API
  Base URL      ${sandbox.url}
  Access Token  ${values.token}
  What arrived  ${sandbox.pageUrl}
Ctrl-C ends it.`);
	const end = () => void sandbox.close().then(() => process.exit(0));
	process.on('SIGINT', end);
	process.on('SIGTERM', end);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
