import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { UsageError, usageProblem } from '../usage';
import { Client, NoAnswer } from './client';
import { COLLECTION, type Fact, type Finding, pushFacts, READ_FACTS } from './facts';

/** What the command works with, beside its arguments. */
export interface Surroundings {
	/** The environment that holds the token. */
	environment: Readonly<Record<string, string | undefined>>;
	out: (text: string) => unknown;
	error: (text: string) => unknown;
	/** Ms between the starts of two requests; a third of what the account's limit of 4 a second allows. */
	pause?: number;
}

export const AS_ASSUMED = 0;
export const DIFFERS = 1;
export const NOT_VERIFIED = 2;

const TOKEN = 'OMETRIA_TOKEN';
const PAUSE_MS = 750;

export const HELP = `Compares Ometria's API with what the node and the sandbox assume of it.

  ${TOKEN}=… ometria-sandbox verify

Reads a few rows of each list with the token in ${TOKEN}, which is shown nowhere, and prints a report in Markdown
without personal data: statuses, names of documented fields, numbers of rows. You can post it in an issue.

  --push                  also pushes one contact of nobody, twice (once with a wrong value), into the
                          collection "${COLLECTION}", and looks for what comes of it
  --wait 60               seconds to look for what was pushed
  --base-url URL          https://api.ometria.com/v2
  --out FILE              writes the report into a file

Exit status: 0 if all is as assumed or not seen, 1 if something differs, 2 if nothing could be verified.
`;

function baseUrlOf(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isOwn = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
	const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwn === true);
	if (!isSafe) {
		throw new UsageError('--base-url must be an https address, or one of this machine');
	}
	return text.endsWith('/') ? text.slice(0, -1) : text;
}

function readArguments(args: string[]) {
	const { values } = parseArgs({
		args,
		options: {
			push: { type: 'boolean', default: false },
			wait: { type: 'string', default: '60' },
			'base-url': { type: 'string', default: 'https://api.ometria.com/v2' },
			out: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	const seconds = Number(values.wait);
	if (values.wait.trim() === '' || !(seconds >= 0 && seconds <= 3600)) {
		throw new UsageError('--wait must be a number of seconds, 3600 at most');
	}
	return { ...values, seconds, baseUrl: baseUrlOf(values['base-url']) };
}

/** One line of the report. */
interface Line {
	fact: Fact;
	finding: Finding;
}

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The report; the address is named only where it is Ometria's. */
function report(lines: readonly Line[], baseUrl: string, now: Date): string {
	const count = (verdict: Finding['verdict']) =>
		lines.filter(({ finding }) => finding.verdict === verdict).length;
	const { hostname } = new URL(baseUrl);
	const where = hostname === 'api.ometria.com' ? hostname : 'another server';
	return [
		"# Ometria's API beside what is assumed of it",
		'',
		`${now.toISOString().slice(0, 10)}, ${where}: ${count('as assumed')} as assumed, ${count('differs')} differ, ${count('not seen')} not seen.`,
		'',
		'| fact | assumed | standing | met | verdict |',
		'| --- | --- | --- | --- | --- |',
		...lines.map(({ fact, finding }) => {
			const { name, assumed, standing } = fact;
			return `| ${[name, assumed, standing, finding.met, finding.verdict].map(cell).join(' | ')} |`;
		}),
	].join('\n');
}

/** A fact that gets no answer differs: what follows can still be found out. */
async function lookAt(fact: Fact, client: Client): Promise<Finding> {
	try {
		return await fact.look(client);
	} catch (error) {
		if (error instanceof NoAnswer) return { verdict: 'differs', met: error.message };
		throw error;
	}
}

/** @throws NoAnswer or UsageError where nothing can be found out */
async function checkAccess(client: Client): Promise<void> {
	const { status } = await client.read('/products', { limit: 1 });
	if (status === 401 || status === 403) {
		throw new UsageError(`The token in ${TOKEN} is not accepted (HTTP ${status})`);
	}
	if (status < 200 || status > 299) {
		throw new UsageError(`GET /products answers with HTTP ${status}. Is --base-url right?`);
	}
}

/**
 * Runs `ometria-sandbox verify`.
 *
 * @param args what follows the word `verify`
 * @returns the exit status
 */
export async function runVerify(
	args: string[],
	{ environment, out, error, pause = PAUSE_MS }: Surroundings,
): Promise<number> {
	try {
		const { help, push, seconds, baseUrl, out: file } = readArguments(args);
		if (help) {
			out(HELP);
			return AS_ASSUMED;
		}
		const token = environment[TOKEN]?.trim() ?? '';
		if (token === '') throw new UsageError(`Put the access token into ${TOKEN}`);
		if (!/^[\x21-\x7e]+$/.test(token)) {
			throw new UsageError(`The token in ${TOKEN} has characters that no token has`);
		}
		const client = new Client(baseUrl, token, pause);
		await checkAccess(client);
		const lines: Line[] = [];
		for (const fact of [...READ_FACTS, ...(push ? pushFacts(seconds) : [])]) {
			lines.push({ fact, finding: await lookAt(fact, client) });
		}
		const text = report(lines, baseUrl, new Date());
		if (file === undefined) out(text);
		else await writeFile(file, `${text}\n`);
		return lines.some(({ finding }) => finding.verdict === 'differs') ? DIFFERS : AS_ASSUMED;
	} catch (thrown) {
		const problem = thrown instanceof NoAnswer ? thrown.message : usageProblem(thrown);
		if (problem === undefined) throw thrown;
		error(`${problem}. See ometria-sandbox verify --help.`);
		return NOT_VERIFIED;
	}
}
