/**
 * `npm test`: what must pass before each commit. Prints how long each step took, and which failed. Arguments go to
 * Jest, as in `npm test -- test/unit/records`.
 */
import { spawn } from 'node:child_process';

import { NPM, setUpRoot } from './setup.mjs';

const JEST = ['exec', '--', 'jest', ...process.argv.slice(2)];
/** Lanes run beside each other, as lint and types use one core each. A step that fails ends its lane. */
const LANES = [
	[
		{ name: 'build', command: ['run', '--silent', 'build'] },
		{ name: 'unit and engine tests', command: JEST, shows: true },
	],
	[
		{ name: 'lint', command: ['run', '--silent', 'lint'] },
		{ name: 'types', command: ['run', '--silent', 'typecheck'] },
		{ name: 'format', command: ['run', '--silent', 'format:check'] },
	],
];

/**
 * Runs npm and shows what it prints: while it runs, or else when it has failed.
 *
 * @returns what came of it, in whole seconds
 */
async function run({ name, command, shows = false }) {
	const began = performance.now();
	const child = spawn(NPM, command, {
		stdio: shows ? 'inherit' : ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32',
	});
	const output = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk) => output.push(chunk));
	}
	const code = await new Promise((done) => child.once('close', done));
	const result = `${name}: ${code === 0 ? '' : 'FAILED, '}${secondsSince(began)} s`;
	console.log(code === 0 ? result : `${Buffer.concat(output)}${result}`);
	return { passed: code === 0, result };
}

const secondsSince = (began) => Math.round((performance.now() - began) / 1000);

async function runLane(steps) {
	const results = [];
	for (const step of steps) {
		if (results.some(({ passed }) => !passed)) {
			results.push({ passed: false, result: `${step.name}: not run` });
		} else results.push(await run(step));
	}
	return results;
}

const began = performance.now();
await setUpRoot();
const results = (await Promise.all(LANES.map(runLane))).flat();
const passed = results.every((step) => step.passed);
console.log(`\n${results.map(({ result }) => result).join('\n')}`);
console.log(`npm test: ${passed ? 'passed' : 'FAILED'} in ${secondsSince(began)} s`);
process.exit(passed ? 0 : 1);
