import { Findings } from '../../records/findings';
import { parseJson } from '../../utils/json';
import { readId } from '../shared/ids';
import { settle } from '../shared/settle';
import { isBlank } from '../shared/values';
import type { FormatSettings, Formatted, Json } from '../types';
import type { Column } from './columns';
import { settleConsent } from './consent';
import { finishRecord } from './finish';
import { type OrderRows, putLines } from './orderLines';
import type { ColumnPlan } from './plan';
import type { ProductIds } from './productIds';
import { putFirstPicture, readWooRow } from './wooExport';

/** Where the time of a consent belongs. */
const CONSENT_TIMES = { in: 'timestamp_subscribed', out: 'timestamp_unsubscribed' } as const;

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
function checkMeanings(findings: Findings, plan: ColumnPlan, json: Json): void {
	const unclear = plan.ambiguous.find(({ heading }) => !isBlank(json[heading]));
	if (unclear) findings.add(unclear.heading, 'ambiguous_column', unclear);
}

/** Whether a cell holds a list or an object, maybe as JSON text. */
function holdsStructure(value: unknown): boolean {
	return typeof (typeof value === 'string' ? (parseJson(value) ?? '') : value) === 'object';
}

/** @returns the value to send; undefined for none */
function readCell(findings: Findings, column: Column, value: unknown): unknown {
	const { reading, heading, field, path } = column;
	if (reading !== 'structure' || holdsStructure(value)) return value;
	findings.add(path.join(' > '), 'not_a_structure', { heading, field });
	return undefined;
}

/** Puts the time of the consent where its direction says. */
function putConsentTime(
	findings: Findings,
	{ heading, time }: { heading: string | undefined; time: unknown },
	record: Json,
	email: 'in' | 'out' | 'overruled' | undefined,
): void {
	if (heading === undefined || isBlank(time)) return;
	if (email === 'in' || email === 'out') record[CONSENT_TIMES[email]] = time;
	else {
		const isOverruled = email === 'overruled';
		findings.add('', 'consent_time_not_sent', { heading, isOverruled });
	}
}

/** A time of an opt-out that no opt-in stands beside is an opt-out. */
function putOptOut(findings: Findings, plan: ColumnPlan, record: Json): void {
	const column = plan.columns.find(({ field }) => field === 'timestamp_unsubscribed');
	const isOptOut =
		column !== undefined &&
		!isBlank(record.timestamp_unsubscribed) &&
		isBlank(record.timestamp_subscribed) &&
		isBlank(record.marketing_optin);
	if (!isOptOut) return;
	record.marketing_optin = 'EXPLICITLY_OPTEDOUT';
	findings.add('marketing_optin', 'opt_out_time_column', { heading: column.heading });
}

/** Where a price before a sale is the higher one, what is paid now is the sale price. */
function putSale({ priceBefore }: ColumnPlan, json: Json, record: Json): void {
	const before = priceBefore === undefined ? undefined : json[priceBefore];
	if (isBlank(before) || isBlank(record.price) || !(Number(before) > Number(record.price))) return;
	record.special_price = record.price;
	record.price = before;
}

/** What products have that other records do not. */
function settleProduct(findings: Findings, plan: ColumnPlan, json: Json, record: Json): void {
	putSale(plan, json, record);
	if (plan.wooType !== undefined) readWooRow(plan.wooType, json, record);
	putFirstPicture(findings, record);
}

/** What a row belongs to, by the type of its record. */
interface Around {
	/** The products of the run. */
	products?: ProductIds;
	/** The ID of the product that another row names this one as a variant of. */
	parent?: string | undefined;
	/** The rows of the order. */
	order?: OrderRows;
}

/**
 * Converts a row whose columns are decided on. Empty cells are left out.
 *
 * @param json the row, or what the rows of one order say together
 */
export function convertRow(
	plan: ColumnPlan,
	json: Json,
	settings: FormatSettings,
	{ products, parent, order }: Around = {},
): Formatted {
	const findings = new Findings();
	const id = json[plan.idHeading];
	checkId(findings, plan.idHeading, id);
	checkMeanings(findings, plan, json);
	const consent = settleConsent(findings, plan, json, settings);
	const record: Json = { id };
	for (const column of plan.columns) {
		const value = json[column.heading];
		if (isBlank(value)) continue;
		const cell = readCell(findings, column, value);
		if (cell !== undefined) put(record, column.path, cell);
	}
	for (const [field, value] of consent.values) put(record, field.split('.'), value);
	const { consentTime: heading } = plan;
	const time = heading === undefined ? undefined : json[heading];
	putConsentTime(findings, { heading, time }, record, consent.email);
	putOptOut(findings, plan, record);
	if (products) {
		settleProduct(findings, plan, json, record);
		products.linkParent(findings, plan, record);
	}
	if (order) putLines(findings, plan, order, record);
	const skipped = finishRecord(plan, json, { findings, record, settings, parent });
	if (skipped !== undefined) return { kind: 'skipped', reason: skipped };
	const settled = settle(findings, record);
	if (settled.kind === 'skipped') return settled;
	if (settled.kind === 'invalid') {
		const read = readId(id);
		return { ...settled, id: read.ok ? read.id : undefined };
	}
	const { warnings } = settled;
	// Mostly the same for each record, so they share one list and one map.
	return {
		...settled,
		columns: plan.headings,
		warnings: warnings.length === 0 ? plan.warnings : [...plan.warnings, ...warnings],
	};
}
