import { parseJson } from '../../utils/json';
import { shown } from '../../utils/text';
import { readId } from '../shared/ids';
import { isBlank } from '../shared/values';
import type { FormatSettings, Formatted, FormatWarning, Json } from '../types';
import type { Column } from './columns';
import { HOW, settleConsent } from './consent';
import { quoted } from './headings';
import type { Ambiguous, Plan } from './plan';

type Invalid = Extract<Formatted, { kind: 'invalid' }>;

/** Where the time of a consent belongs. */
const CONSENT_TIMES = { in: 'timestamp_subscribed', out: 'timestamp_unsubscribed' } as const;

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
	return unclear && invalid(unclear.heading, ambiguity(unclear));
}

type Cell = { kind: 'value'; value: unknown } | { kind: 'notSent'; why: string };

/** Whether a cell holds a list or an object, maybe as JSON text. */
function holdsStructure(value: unknown): boolean {
	return typeof (typeof value === 'string' ? (parseJson(value) ?? '') : value) === 'object';
}

function readCell({ reading, heading, field }: Column, value: unknown): Cell {
	if (reading === 'structure' && !holdsStructure(value)) {
		const why = `${quoted([heading])} is not sent as "${field}", as it is not a list or an object`;
		return { kind: 'notSent', why };
	}
	return { kind: 'value', value };
}

/** Puts the time of the consent where its direction says. */
function putConsentTime(
	{ consentTime }: Plan,
	json: Json,
	record: Json,
	email: 'in' | 'out' | 'overruled' | undefined,
): FormatWarning[] {
	if (consentTime === undefined || isBlank(json[consentTime])) return [];
	if (email === 'in' || email === 'out') {
		record[CONSENT_TIMES[email]] = json[consentTime];
		return [];
	}
	const why =
		email === 'overruled'
			? 'as it may be the time of the opt-in or of the opt-out'
			: 'as there is no consent or opt-out with it';
	return [{ field: '', message: `${quoted([consentTime])} is not sent, ${why}` }];
}

/** A time of an opt-out that no opt-in stands beside is an opt-out. */
function putOptOut(plan: Plan, record: Json): FormatWarning[] {
	const column = plan.columns.find(({ field }) => field === 'timestamp_unsubscribed');
	const isOptOut =
		column !== undefined &&
		!isBlank(record.timestamp_unsubscribed) &&
		isBlank(record.timestamp_subscribed) &&
		isBlank(record.marketing_optin);
	if (!isOptOut) return [];
	record.marketing_optin = 'EXPLICITLY_OPTEDOUT';
	const message = `${quoted([column.heading])} holds a time, so that an opt-out is sent`;
	return [{ field: 'marketing_optin', message }];
}

/** Converts a row whose columns are decided on. Empty cells are left out. */
export function convertRow(plan: Plan, json: Json, settings: FormatSettings): Formatted {
	const id = json[plan.idHeading];
	const problem = idProblem(plan.idHeading, id) ?? openQuestion(plan, json);
	if (problem) return problem;
	const { consents, others, mayBeConsent } = plan;
	const consent = settleConsent(consents, json, settings, others, mayBeConsent);
	if (consent.kind === 'invalid') return invalid(consent.heading, consent.message);
	const record: Json = { id };
	const warnings = [...consent.warnings];
	for (const column of plan.columns) {
		const value = json[column.heading];
		if (isBlank(value)) continue;
		const cell = readCell(column, value);
		if (cell.kind === 'value') put(record, column.path, cell.value);
		else warnings.push({ field: column.path.join(' > '), message: cell.why });
	}
	for (const [field, value] of consent.values) put(record, field.split('.'), value);
	warnings.push(...putConsentTime(plan, json, record, consent.email), ...putOptOut(plan, record));
	return {
		kind: 'record',
		record,
		warnings: warnings.length === 0 ? plan.warnings : [...plan.warnings, ...warnings],
	};
}
