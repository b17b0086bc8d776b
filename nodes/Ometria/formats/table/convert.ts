import { Findings } from '../../records/findings';
import { parseJson } from '../../utils/json';
import { readId } from '../shared/ids';
import { settle } from '../shared/settle';
import { isBlank } from '../shared/values';
import type { FormatSettings, Formatted, Json } from '../types';
import type { Column } from './columns';
import { CONSENT_VALUES, readConsent, speaksOfConsent } from './consent';
import type { Plan } from './plan';

/** Where the time of a consent belongs. */
const CONSENT_TIMES: ReadonlyMap<unknown, string> = new Map([
	['EXPLICITLY_OPTEDIN', 'timestamp_subscribed'],
	['EXPLICITLY_OPTEDOUT', 'timestamp_unsubscribed'],
]);

function put(record: Json, path: readonly string[], value: unknown): void {
	let target = record;
	for (const name of path.slice(0, -1)) target = (target[name] ??= {}) as Json;
	target[path[path.length - 1]] = value;
}

function checkId(findings: Findings, heading: string, value: unknown): void {
	if (isBlank(value)) {
		findings.add(heading, 'empty_id_cell', { heading });
		return;
	}
	const read = readId(value);
	if (!read.ok || read.id === undefined) {
		findings.add(heading, 'invalid_id_cell', { heading, value });
	}
}

/** Asks about columns whose meaning this row leaves open. */
function checkMeanings(findings: Findings, plan: Plan, json: Json): void {
	const unclear = plan.ambiguous.find(({ heading }) => !isBlank(json[heading]));
	if (unclear) findings.add(unclear.heading, 'ambiguous_column', unclear);
	const consent = plan.mayHoldConsent.find((heading) => speaksOfConsent(json[heading]));
	if (consent === undefined) return;
	findings.add(consent, 'possible_consent', { heading: consent, value: json[consent] });
}

/** @returns the value to send; undefined for none */
function consentIn(
	findings: Findings,
	{ heading, field, path }: Column,
	reading: 'optIn' | 'optOut',
	value: unknown,
	settings: FormatSettings,
): unknown {
	const isOptOut = reading === 'optOut';
	const consent = readConsent(value, reading, settings.noConsent);
	if (consent === 'unknown') {
		findings.add(heading, 'unknown_consent', { heading, field, isOptOut, value });
		return undefined;
	}
	if (consent !== 'notSent') return CONSENT_VALUES[field][consent];
	if (!isOptOut) findings.add(path.join(' > '), 'no_consent_said', { heading });
	return undefined;
}

/** Whether a cell holds a list or an object, maybe as JSON text. */
function holdsStructure(value: unknown): boolean {
	return typeof (typeof value === 'string' ? (parseJson(value) ?? '') : value) === 'object';
}

/** @returns the value to send; undefined for none */
function readCell(
	findings: Findings,
	column: Column,
	value: unknown,
	settings: FormatSettings,
): unknown {
	const { reading, heading, field, path } = column;
	if (reading === 'optIn' || reading === 'optOut') {
		return consentIn(findings, column, reading, value, settings);
	}
	if (reading !== 'structure' || holdsStructure(value)) return value;
	findings.add(path.join(' > '), 'not_a_structure', { heading, field });
	return undefined;
}

/** Puts the time of the consent where its direction says. */
function putConsentTime(findings: Findings, plan: Plan, json: Json, record: Json): void {
	const { consentTime } = plan;
	if (consentTime === undefined || isBlank(json[consentTime])) return;
	const field = CONSENT_TIMES.get(record.marketing_optin);
	if (field === undefined) findings.add('', 'consent_time_not_sent', { heading: consentTime });
	else record[field] = json[consentTime];
}

/** Converts a row whose columns are decided on. Empty cells are left out. */
export function convertRow(plan: Plan, json: Json, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const id = json[plan.idHeading];
	checkId(findings, plan.idHeading, id);
	checkMeanings(findings, plan, json);
	const record: Json = { id };
	for (const column of plan.columns) {
		const value = json[column.heading];
		if (isBlank(value)) continue;
		const cell = readCell(findings, column, value, settings);
		if (cell !== undefined) put(record, column.path, cell);
	}
	putConsentTime(findings, plan, json, record);
	const settled = settle(findings, record);
	if (settled.kind !== 'record' || plan.warnings.length === 0) return settled;
	const { warnings } = settled;
	// Mostly the same for each record, hence one list that they share.
	return {
		...settled,
		warnings: warnings.length === 0 ? plan.warnings : [...plan.warnings, ...warnings],
	};
}
