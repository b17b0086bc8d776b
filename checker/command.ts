import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { formatValues } from '../nodes/Ometria/formats/auto';
import type { RecordType } from '../nodes/Ometria/records';
import { UsageError, usageProblem } from '../sandbox/usage';
import { check, type CheckedRecords } from './check';
import { decode, readInput } from './input';
import { report } from './report';
import { CHECK_OPTIONS, readRules, TEXT_SETTINGS } from './settings';

/** What the command writes to. */
export interface Output {
	out: (text: string) => unknown;
	error: (text: string) => unknown;
}

export const OK = 0;
export const REFUSED = 1;
export const USAGE = 2;

const TYPES: Readonly<Record<string, RecordType | undefined>> = {
	contact: 'contact',
	product: 'product',
	order: 'order',
	custom_event: 'custom_event',
	mixed: undefined,
};

/** Contacts have each of them. */
const FORMATS = formatValues('contact');

/** `dateOrder` is `--date-order`. */
const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const VALUES = [...CHECK_OPTIONS, ...TEXT_SETTINGS];

const valuesHelp = VALUES.map(({ name, displayName, options }) => {
	const values = (options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
	return `  --${flagOf(name)} ${values.length > 0 ? values.join('|') : 'TEXT'}   ${displayName}`;
}).join('\n');

export const HELP = `Checks a file by the rules of the n8n node, and beside it by the sandbox's own. Sends nothing.

  ometria-sandbox check FILE --type contact|product|order|custom_event|mixed

FILE holds JSON (a list, one object, or one object per line) or CSV with headings.

  --format auto          what the items are: ${FORMATS.join(', ')}
  --column HEADING=FIELD what a column of a table is sent as; nothing behind "=" leaves it out. Repeatable
  --encoding utf-8       encoding of the file
  --json                 one line of JSON for each record
  --fail-on-warnings     exit status 1 for warnings, too, and where the sandbox would reject a record

The settings and options of the node:
${valuesHelp}

Exit status: 0 if nothing is refused, 1 if something is, 2 if the file or an option cannot be used.
`;

interface Arguments {
	file: string;
	type: string;
	format: string;
	columns: string[];
	encoding: string;
	json: boolean;
	failOnWarnings: boolean;
	values: Record<string, string>;
}

/** @returns undefined where help is asked for */
function readArguments(args: string[]): Arguments | undefined {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			...Object.fromEntries(VALUES.map(({ name }) => [flagOf(name), text])),
			type: text,
			format: { type: 'string', default: 'auto' },
			column: { type: 'string', multiple: true, default: [] },
			encoding: { type: 'string', default: 'utf-8' },
			json: flag,
			'fail-on-warnings': flag,
			help: flag,
		},
	});
	if (values.help) return undefined;
	const [file, ...others] = positionals;
	if (file === undefined || others.length > 0) throw new UsageError('Give one file to check');
	if (values.type === undefined || !Object.hasOwn(TYPES, values.type)) {
		throw new UsageError(`--type must be one of ${Object.keys(TYPES).join(', ')}`);
	}
	const given = values as Readonly<Record<string, unknown>>;
	return {
		file,
		type: values.type,
		format: values.format,
		columns: values.column,
		encoding: values.encoding,
		json: values.json,
		failOnWarnings: values['fail-on-warnings'],
		values: Object.fromEntries(
			VALUES.flatMap(({ name }) => {
				const value = given[flagOf(name)];
				return typeof value === 'string' ? [[name, value]] : [];
			}),
		),
	};
}

function statusOf({ counts, warnings }: CheckedRecords, failOnWarnings: boolean): number {
	if (counts.refused > 0) return REFUSED;
	return failOnWarnings && warnings.length + counts.sandboxRefuses > 0 ? REFUSED : OK;
}

/**
 * Runs `ometria-sandbox check`.
 *
 * @param args what follows the word `check`
 * @returns the exit status
 */
export async function runCheck(args: string[], { out, error }: Output): Promise<number> {
	try {
		const given = readArguments(args);
		if (!given) {
			out(HELP);
			return OK;
		}
		const { file, values, columns, format } = given;
		const choices = { type: TYPES[given.type], format, values, columns };
		const rules = readRules(choices, Date.now());
		const input = readInput(decode(await readFile(file), given.encoding));
		const checked = await check(input, choices, rules);
		if (given.json) for (const record of checked.all()) out(JSON.stringify(record));
		else out(report(file, checked).join('\n'));
		return statusOf(checked, given.failOnWarnings);
	} catch (thrown) {
		const problem = usageProblem(thrown);
		if (problem === undefined) throw thrown;
		error(`${problem}. See ometria-sandbox check --help.`);
		return USAGE;
	}
}
