import { type Finding, finding, Findings } from '../../records/findings';
import { nearest } from '../../records/nearest';
import { MOST_LISTED } from '../../utils/text';
import type { ColumnSettings, FormatRecordType, FormatSettings } from '../types';
import { type Choice, chooseColumns, type Column, groupByField } from './columns';
import { addOptOuts, CONSENT_VALUES, type ConsentColumn, isOptOut } from './consent';
import { findIdColumn, rowTimes } from './idColumn';
import type { Meaning, Names } from './names';
import { wooTypeColumn } from './wooExport';

/** A heading that may mean several fields. */
export interface Ambiguous {
	heading: string;
	/** Headings that leave no doubt. Not the fields' exact names: their consent would have to be Ometria's words. */
	labels: readonly string[];
}

/** What becomes of the columns of a table: the same for all items with the same headings. */
export interface Plan {
	kind: 'plan';
	idHeading: string;
	columns: readonly Column[];
	/** Headings by the paths of fields in messages: `customer > email`. */
	headings: ReadonlyMap<string, string>;
	/** They are asked about where they hold something. */
	ambiguous: readonly Ambiguous[];
	/** Columns that decide on a contact's consent. */
	consents: readonly ConsentColumn[];
	/** The column with the time of the consent, whichever way it went. */
	consentTime: string | undefined;
	/** Headings of a contact's columns that are not sent: they are asked about where they speak of consent. */
	others: readonly string[];
	/** Headings of those that may be of consent: they are asked about where they say no. */
	mayBeConsent: readonly string[];
	/** The column with a product's price before a sale, beside one with what it costs now. */
	priceBefore: string | undefined;
	/** The type of product, in a file that WooCommerce exports; undefined for other tables. */
	wooType: string | undefined;
	/** Whether the ID is the SKU. */
	isBySku: boolean;
	/** Other columns that identify a product: a variant may name its product by them. */
	otherIds: readonly string[];
	/** The same for each record, hence one list that they share. */
	warnings: readonly Finding[];
}

/** What keeps a table from being sent. */
export interface Undecided {
	kind: 'undecided';
	problem: Finding;
}

/** Questions about the columns that one message asks. */
const MOST_PROBLEMS = 5;

/** A column that is not sent, and the one that is sent instead of it. */
type NotSent = readonly [
	heading: string,
	instead: Column | undefined,
	/** What it may be, where that is known. */
	meanings?: readonly string[],
];

function addNotSent(
	findings: Findings,
	notSent: readonly NotSent[],
	freeLabels: readonly string[],
): void {
	if (notSent.length === 0) return;
	// Finding a name takes 0.1 ms, and a message has no room for more of them.
	const nearOf = (heading: string, index: number) =>
		index < MOST_LISTED ? nearest(heading, freeLabels) : undefined;
	const columns = notSent.map(([heading, instead, meanings], index) => ({
		heading,
		instead,
		near: instead ? undefined : (meanings?.join('" or "') ?? nearOf(heading, index)),
	}));
	findings.add('', 'columns_not_sent', { columns });
}

function addLineItems(findings: Findings, meanings: ReadonlyMap<string, Meaning>): void {
	const found = [...meanings].filter(([, { kind }]) => kind === 'lineItem');
	if (found.length === 0) return;
	findings.add('lineitems', 'line_item_columns', { headings: found.map(([heading]) => heading) });
}

/** What becomes of the columns that match no field of their own. */
function sortOthers(
	meanings: ReadonlyMap<string, Meaning>,
	used: ReadonlySet<string>,
	{ sent, replaced }: Choice,
	{ consents, labels }: { consents: readonly ConsentColumn[]; labels: Names['labels'] },
): Pick<Plan, 'ambiguous' | 'consentTime' | 'mayBeConsent'> & { notSent: readonly NotSent[] } {
	const times = [...meanings].filter(([, { kind }]) => kind === 'consentTime');
	const isAnyDecided = consents.some(({ field }) => field === 'marketing_optin');
	const ownTime = sent.get('timestamp_subscribed') ?? sent.get('timestamp_unsubscribed');
	const consentTime = times.length === 1 && !ownTime && isAnyDecided ? times[0][0] : undefined;
	const ambiguous: Ambiguous[] = [];
	const mayBeConsent: string[] = [];
	const notSent: NotSent[] = [];
	for (const [heading, meaning] of meanings) {
		const isKnown = meaning.kind === 'rowNumber' || meaning.kind === 'notSent';
		if (used.has(heading) || heading === consentTime || isKnown) continue;
		if (meaning.kind !== 'ambiguous') {
			notSent.push([heading, meaning.kind === 'consentTime' ? ownTime : replaced.get(heading)]);
			continue;
		}
		const { fields } = meaning;
		if (fields.some((field) => Object.hasOwn(CONSENT_VALUES, field))) mayBeConsent.push(heading);
		const consent = consents.find(({ field }) => field !== undefined && fields.includes(field));
		const instead = fields.map((field) => sent.get(field)).find((column) => column);
		if (instead) notSent.push([heading, instead]);
		else if (consent) notSent.push([heading, undefined]);
		else if (fields.includes('firstname')) {
			// A name that cannot be divided is no reason to leave the person out.
			notSent.push([heading, undefined, fields.map((field) => labels.get(field) ?? field)]);
		} else {
			ambiguous.push({ heading, labels: fields.map((field) => labels.get(field) ?? field) });
		}
	}
	return { ambiguous, consentTime, mayBeConsent, notSent };
}

/** The columns of a contact that decide on consent; an object that holds one of them is asked about. */
function consentColumns(
	findings: Findings,
	meanings: ReadonlyMap<string, Meaning>,
	sent: Choice['sent'],
): ConsentColumn[] {
	const consents = [...meanings].flatMap(([heading, meaning]) =>
		meaning.kind === 'consent' ? [{ heading, ...meaning.consent }] : [],
	);
	const whole = sent.get('channels');
	const parts = consents.filter(({ channel }) => whole !== undefined && channel !== 'email');
	if (whole && parts.length > 0) {
		const headings = [whole, ...parts].map(({ heading }) => heading);
		findings.add('', 'columns_for_one_field', { headings, field: 'channels', isConsent: true });
	}
	return consents;
}

/** The file of orders that Shopify exports: a row for each line item, and a status in three columns. */
function isShopifyOrderExport(headings: readonly string[]): boolean {
	return ['Name', 'Financial Status', 'Lineitem quantity'].every((name) => headings.includes(name));
}

/** Fields that tell one product from another. */
const IDENTIFY: ReadonlySet<string> = new Set(['id', 'sku']);

function fieldOf(meaning: Meaning | undefined): string | undefined {
	return meaning?.kind === 'field' ? meaning.field : undefined;
}

/** The column with the price before a sale, where one with the price beside it is sent. */
function priceBeforeColumn(
	meanings: ReadonlyMap<string, Meaning>,
	{ sent }: Choice,
): string | undefined {
	const found = [...meanings].filter(([, { kind }]) => kind === 'priceBefore');
	const isOne = found.length === 1 && sent.has('price') && !sent.has('special_price');
	return isOne ? found[0][0] : undefined;
}

/** What the user said of a column; undefined for nothing. */
function saidOf(
	heading: string,
	{ meaningAs }: Names,
	said: ColumnSettings | undefined,
): Meaning | undefined {
	const name = said?.fields.has(heading) === true ? heading : heading.trim();
	if (said?.fields.has(name) !== true) return undefined;
	const field = said.fields.get(name);
	return field === undefined ? { kind: 'notSent' } : meaningAs(field);
}

/** A column of the settings that the table does not have, mostly for a spelling mistake. */
function addMissingColumns(
	findings: Findings,
	headings: readonly string[],
	said: ColumnSettings | undefined,
): void {
	if (!said) return;
	const has = new Set(headings.flatMap((heading) => [heading, heading.trim()]));
	const missing = [...said.fields.keys()].filter((heading) => !has.has(heading));
	if (missing.length > 0) findings.add('', 'columns_not_found', { missing, headings });
}

function headingsByField(
	idHeading: string,
	columns: readonly Column[],
	consents: readonly ConsentColumn[],
): ReadonlyMap<string, string> {
	const headings = new Map([['id', idHeading]]);
	for (const { field, heading } of [...columns, ...consents]) {
		const path = field?.replaceAll('.', ' > ');
		if (path !== undefined && !headings.has(path)) headings.set(path, heading);
	}
	return headings;
}

/**
 * Decides what becomes of the columns of a table.
 *
 * @param settings what the user decided
 */
export function planColumns(
	type: FormatRecordType,
	headings: readonly string[],
	names: Names,
	settings: Pick<FormatSettings, 'idColumn' | 'columns' | 'sentOtherwise'>,
): Plan | Undecided {
	const { idColumn, columns: said, sentOtherwise = [] } = settings;
	const { labels } = names;
	const times = rowTimes(headings);
	const meanings = new Map(
		headings.map((heading): [string, Meaning] => [
			heading,
			saidOf(heading, names, said) ??
				(times.includes(heading) ? { kind: 'unknown' } : names.meaningOf(heading)),
		]),
	);
	const byField = groupByField(meanings);
	const findings = new Findings();
	if (type === 'order' && isShopifyOrderExport(headings)) {
		return { kind: 'undecided', problem: finding('', 'shopify_order_export') };
	}
	const idHeading = findIdColumn(findings, type, headings, byField, idColumn);
	const choice = chooseColumns(findings, new Map([...byField].filter(([field]) => field !== 'id')));
	const consents = consentColumns(findings, meanings, choice.sent);
	const { errors } = findings;
	if (idHeading === undefined || errors.length > 0) {
		const message = errors
			.slice(0, MOST_PROBLEMS)
			.map((error) => error.message)
			.join('. ');
		return { kind: 'undecided', problem: { ...errors[0], message } };
	}

	const columns = [...choice.sent.values()];
	const deciding = consents.filter((column) => column.field !== undefined || isOptOut(column));
	const priceBefore = priceBeforeColumn(meanings, choice);
	const wooType = type === 'product' ? wooTypeColumn(headings, choice.sent) : undefined;
	const used = new Set([
		idHeading,
		...[priceBefore, wooType].filter((heading) => heading !== undefined),
		...columns.map(({ heading }) => heading),
		...deciding.map(({ heading }) => heading),
	]);
	const others = sortOthers(meanings, used, choice, { consents, labels });
	const { ambiguous, consentTime, mayBeConsent, notSent } = others;
	const consentFields = new Set(consents.map(({ field }) => field));
	const freeLabels = [...labels]
		.filter(([field]) => field !== 'id' && !choice.sent.has(field) && !consentFields.has(field))
		.map(([, label]) => label);
	addMissingColumns(findings, headings, said);
	addOptOuts(findings, consents);
	addLineItems(findings, meanings);
	const notSentAtAll = notSent.filter(([heading]) => !sentOtherwise.includes(heading));
	addNotSent(findings, notSentAtAll, freeLabels);
	return {
		kind: 'plan',
		idHeading,
		columns,
		headings: headingsByField(idHeading, columns, consents),
		ambiguous,
		consents,
		consentTime,
		others: type === 'contact' ? notSent.map(([heading]) => heading) : [],
		mayBeConsent,
		priceBefore,
		wooType,
		isBySku: fieldOf(meanings.get(idHeading)) === 'sku',
		otherIds: headings.filter(
			(heading) => heading !== idHeading && IDENTIFY.has(fieldOf(meanings.get(heading)) ?? ''),
		),
		warnings: findings.warnings,
	};
}
