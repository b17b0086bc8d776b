import { parseJson } from '../../utils/json';
import { shown } from '../../utils/text';
import { readId } from '../shared/ids';
import { isBlank } from '../shared/values';
import type { FormatSettings, Formatted, FormatWarning, Json } from '../types';
import type { Column } from './columns';
import { CONSENT_VALUES, readConsent, speaksOfConsent } from './consent';
import { quoted } from './headings';
import type { Ambiguous, Plan } from './plan';

type Invalid = Extract<Formatted, { kind: 'invalid' }>;

const HOW = 'for example in an Edit Fields node';

/** Where the time of a consent belongs. */
const CONSENT_TIMES: ReadonlyMap<unknown, string> = new Map([
	['EXPLICITLY_OPTEDIN', 'timestamp_subscribed'],
	['EXPLICITLY_OPTEDOUT', 'timestamp_unsubscribed'],
]);

function invalid(heading: string, message: string): Invalid {
	return { kind: 'invalid', field: heading, message };
}

function put(record: Json, path: readonly string[], value: unknown): void {
	let target = record;
	for (const name of path.slice(0, -1)) target = (target[name] ??= {}) as Json;
	target[path[path.length - 1]] = value;
}

function idProblem(heading: string, value: unknown): Invalid | undefined {
	if (isBlank(value)) return invalid(heading, `${quoted([heading])} is the ID Column and is empty`);
	const read = readId(value);
	if (read.ok && read.id !== undefined) return undefined;
	return invalid(
		heading,
		`${quoted([heading])} is the ID Column: expected text or a whole number that identifies the record, found ${shown(value)}`,
	);
}

/** What is wrong with a heading that may mean several fields. */
export function ambiguity({ heading, labels }: Ambiguous): string {
	const meanings = labels.map((label) => `"${label}"`).join(' or ');
	return `${quoted([heading])} may be ${meanings}. Rename the column to the one that is meant, or remove it, ${HOW}`;
}

/** Asks about columns whose meaning this row leaves open. */
function openQuestion(plan: Plan, json: Json): Invalid | undefined {
	const unclear = plan.ambiguous.find(({ heading }) => !isBlank(json[heading]));
	if (unclear) return invalid(unclear.heading, ambiguity(unclear));
	const consent = plan.mayHoldConsent.find((heading) => speaksOfConsent(json[heading]));
	if (consent === undefined) return undefined;
	return invalid(
		consent,
		`${quoted([consent])} is ${shown(json[consent])}, which looks like a marketing consent. Rename the column to "Marketing Opt-In" if it is one, or remove it, ${HOW}`,
	);
}

type Cell = { kind: 'value'; value: unknown } | { kind: 'notSent'; why: string } | Invalid;

function consentCell(
	{ heading, field }: Column,
	reading: 'optIn' | 'optOut',
	value: unknown,
	settings: FormatSettings,
): Cell {
	const consent = readConsent(value, reading, settings.noConsent);
	if (consent === 'unknown') {
		const expected =
			reading === 'optIn'
				? 'yes, no, true, false, subscribed or unsubscribed'
				: 'yes, no, true, false or unsubscribed';
		return invalid(
			heading,
			`${quoted([heading])} decides on ${shown(field)}: expected ${expected}, found ${shown(value)}`,
		);
	}
	if (consent !== 'notSent') return { kind: 'value', value: CONSENT_VALUES[field][consent] };
	const why =
		reading === 'optIn'
			? `${quoted([heading])} says that there is no consent, nothing is sent`
			: '';
	return { kind: 'notSent', why };
}

/** Whether a cell holds a list or an object, maybe as JSON text. */
function holdsStructure(value: unknown): boolean {
	return typeof (typeof value === 'string' ? (parseJson(value) ?? '') : value) === 'object';
}

function readCell(column: Column, value: unknown, settings: FormatSettings): Cell {
	const { reading, heading, field } = column;
	if (reading === 'optIn' || reading === 'optOut') {
		return consentCell(column, reading, value, settings);
	}
	if (reading === 'structure' && !holdsStructure(value)) {
		const why = `${quoted([heading])} is not sent as ${shown(field)}, as it is not a list or an object`;
		return { kind: 'notSent', why };
	}
	return { kind: 'value', value };
}

/** Puts the time of the consent where its direction says. */
function putConsentTime(plan: Plan, json: Json, record: Json): FormatWarning[] {
	const { consentTime } = plan;
	if (consentTime === undefined || isBlank(json[consentTime])) return [];
	const field = CONSENT_TIMES.get(record.marketing_optin);
	if (field !== undefined) {
		record[field] = json[consentTime];
		return [];
	}
	const message = `${quoted([consentTime])} is not sent, as there is no consent or opt-out with it`;
	return [{ field: '', message }];
}

/** Converts a row whose columns are decided on. Empty cells are left out. */
export function convertRow(plan: Plan, json: Json, settings: FormatSettings): Formatted {
	const id = json[plan.idHeading];
	const problem = idProblem(plan.idHeading, id) ?? openQuestion(plan, json);
	if (problem) return problem;
	const record: Json = { id };
	const warnings: FormatWarning[] = [];
	for (const column of plan.columns) {
		const value = json[column.heading];
		if (isBlank(value)) continue;
		const cell = readCell(column, value, settings);
		if (cell.kind === 'invalid') return cell;
		if (cell.kind === 'value') put(record, column.path, cell.value);
		else if (cell.why !== '') warnings.push({ field: column.path.join(' > '), message: cell.why });
	}
	warnings.push(...putConsentTime(plan, json, record));
	return {
		kind: 'record',
		record,
		warnings: warnings.length === 0 ? plan.warnings : [...plan.warnings, ...warnings],
	};
}
