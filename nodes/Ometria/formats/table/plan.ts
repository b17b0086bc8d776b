import { type Finding, finding, Findings } from '../../records/findings';
import { nearest } from '../../records/nearest';
import { bareItemName } from '../../records/synonyms';
import { MOST_LISTED } from '../../utils/text';
import type { ColumnSettings, FormatRecordType, FormatSettings } from '../types';
import { type Choice, chooseColumns, type Column, groupByField } from './columns';
import { addOptOuts, CONSENT_VALUES, type ConsentColumn, isOptOut } from './consent';
import { exportFileOf, type FindHeading, headingFinder, type KnownFile } from './exports';
import { type ExportFile, NOT_SENT } from './exports/exportFile';
import { chosenIdColumn, findIdColumn, rowTimes } from './idColumn';
import type { Meaning, Names } from './names';
import { wooTypeColumn } from './wooExport';

/** A heading that may mean several fields. */
export interface Ambiguous {
	heading: string;
	/** Headings that leave no doubt. Not the fields' exact names: their consent would have to be Ometria's words. */
	labels: readonly string[];
}

/** A column of an order's line. */
export interface LineColumn {
	heading: string;
	/** The field of the line: `sku`. */
	field: string;
}

/** What becomes of the columns of a table: the same for all items with the same headings. */
export interface ColumnPlan {
	kind: 'plan';
	/** The file that the rows are of, where it is a known one. */
	file: ExportFile | undefined;
	/** Headings that are read with others of that file. */
	reads: readonly string[];
	/** The heading of the rows that a heading of that file stands for. */
	headingOf: FindHeading;
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
	/** The columns of an order's line: each row is a line of it. */
	lines: readonly LineColumn[];
	/** Whether the rows speak of lines, so that those of one order are one record. */
	isByLine: boolean;
	/** The heading of the product of a line; undefined where there is none. */
	product: string | undefined;
	/** The heading that the rows of one order share. */
	sharedBy: string;
	/** Headings of what the rows of one order must say alike. */
	shared: ReadonlySet<string>;
	/** The columns of an order's amounts, which may be of its lines. */
	amounts: ReadonlyArray<Pick<Column, 'heading' | 'field'>>;
	/** The column with a product's price before a sale, beside one with what it costs now. */
	priceBefore: string | undefined;
	/** The type of product, in a file that WooCommerce exports; undefined for other tables. */
	wooType: string | undefined;
	/** Whether the ID is the SKU. */
	isBySku: boolean;
	/** Other columns that identify a product: a variant may name its product by them. */
	otherIds: readonly string[];
	/** The same for each record, so they share one list. */
	warnings: readonly Finding[];
}

/** What keeps a table from being sent. */
export interface Undecided {
	kind: 'undecided';
	problem: Finding;
}

/** What the user decides of a table. */
export type PlanSettings = Pick<
	FormatSettings,
	'idColumn' | 'columns' | 'mailchimpFile' | 'productId' | 'sentOtherwise'
>;

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

const LINES = 'lineitems';
const AMOUNTS: ReadonlySet<string> = new Set([
	...['grand_total', 'subtotal', 'discount', 'shipping', 'tax'],
]);

function isOfLine({ path }: Column): boolean {
	return path.length === 2 && path[0] === LINES;
}

/** What the columns of a table of orders say of its lines. */
interface LinesPlan extends Pick<ColumnPlan, 'lines' | 'isByLine' | 'product'> {
	/** Headings of columns of lines that are not sent, as no column says which product a line is of. */
	idle: readonly string[];
}

/**
 * Which columns are those of lines, and which of them names the product: it is not guessed that a SKU
 * is the ID of a product.
 */
function planLines(
	findings: Findings,
	meanings: ReadonlyMap<string, Meaning>,
	{ sent }: Choice,
	{ productId, instead }: { productId: FormatSettings['productId']; instead: string | undefined },
): LinesPlan {
	const columns = [...sent.values()].filter(isOfLine);
	const texts = [...meanings].filter(([, { kind }]) => kind === 'lineText');
	const headingOf = (field: string) => sent.get(`${LINES}.${field}`)?.heading;
	const product = headingOf(productId === 'sku' ? 'sku' : 'product_id');
	const others = ['product_id', 'sku', 'variant_id'].flatMap((field) => headingOf(field) ?? []);
	if (product === undefined && others.length > 0) {
		const isBySku = productId === 'sku';
		findings.add('', 'line_products_unknown', { headings: others, isBySku, instead });
	}
	const isByLine = columns.length + texts.length > 0;
	if (product !== undefined) {
		const lines = columns.map(({ heading, path }) => ({ heading, field: path[1] }));
		return { lines, isByLine, product, idle: [] };
	}
	const idle = [...columns, ...texts.map(([heading]) => ({ heading }))];
	return { lines: [], isByLine, product, idle: idle.map(({ heading }) => heading) };
}

/** What becomes of the columns that match no field of their own. */
function sortOthers(
	meanings: ReadonlyMap<string, Meaning>,
	used: ReadonlySet<string>,
	{ sent, replaced }: Choice,
	{
		consents,
		labels,
		isByProduct,
	}: {
		consents: readonly ConsentColumn[];
		labels: Names['labels'];
		/** Whether each row is a line of an order, with its product. */
		isByProduct: boolean;
	},
): Pick<ColumnPlan, 'ambiguous' | 'consentTime' | 'mayBeConsent'> & {
	notSent: readonly NotSent[];
} {
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
		if (!isByProduct && fields.every((field) => field.startsWith(`${LINES}.`))) {
			notSent.push([heading, undefined]);
			continue;
		}
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

/** What a known file means by a column; undefined where its heading says it. */
function meaningInFile(
	heading: string,
	{ meaningAs }: Names,
	known: KnownFile | undefined,
): Meaning | undefined {
	const field = known?.fields.get(bareItemName(heading));
	if (field === undefined) return undefined;
	if (field === NOT_SENT) return { kind: 'useless' };
	const meaning = meaningAs(field);
	return meaning.kind === 'field' ? { ...meaning, distance: 1 } : meaning;
}

/** What keeps all rows of a known file from being sent. */
function problemOfFile(
	{ name, refused, asksConsent }: ExportFile,
	{ mailchimpFile }: Pick<FormatSettings, 'mailchimpFile'>,
): Finding | undefined {
	if (refused !== undefined) return finding('', 'export_refused', { name, advice: refused });
	if (asksConsent === true && mailchimpFile === undefined) {
		return finding('', 'mailchimp_file_not_said', { name });
	}
	return undefined;
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
		const path = field?.replaceAll('.', ' > ').replace(/^lineitems > /, 'lineitems > * > ');
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
	settings: PlanSettings,
): ColumnPlan | Undecided {
	const { idColumn, columns: said, mailchimpFile, productId, sentOtherwise = [] } = settings;
	const { labels } = names;
	const known = exportFileOf(type, headings);
	const file = known?.file;
	const problem = file && problemOfFile(file, { mailchimpFile });
	if (problem) return { kind: 'undecided', problem };
	const times = rowTimes(headings);
	const meanings = new Map(
		headings.map((heading): [string, Meaning] => [
			heading,
			saidOf(heading, names, said) ??
				meaningInFile(heading, names, known) ??
				(times.includes(heading) ? { kind: 'unknown' } : names.meaningOf(heading)),
		]),
	);
	const byField = groupByField(meanings);
	const findings = new Findings();
	const ids = new Findings();
	const headingOf = headingFinder(file ? headings : []);
	const idName = idColumn ?? headingOf(file?.id);
	const idHeading =
		idName === undefined
			? findIdColumn(ids, type, headings, byField)
			: chosenIdColumn(ids, idName, headings);
	if (idHeading === undefined && file?.noId !== undefined && idColumn === undefined) {
		findings.add('', 'export_without_id', { advice: file.noId });
	} else findings.addAll(ids);
	const choice = chooseColumns(findings, new Map([...byField].filter(([field]) => field !== 'id')));
	const consents = consentColumns(findings, meanings, choice.sent);
	const linesPlan = planLines(findings, meanings, choice, {
		productId,
		instead: file?.instead,
	});
	const { errors } = findings;
	if (idHeading === undefined || errors.length > 0) {
		const message = errors
			.slice(0, MOST_PROBLEMS)
			.map((error) => error.message)
			.join('. ');
		const about = file ? `This is ${file.name}. ` : '';
		return { kind: 'undecided', problem: { ...errors[0], message: `${about}${message}` } };
	}

	const { lines, isByLine, product, idle } = linesPlan;
	const columns = [...choice.sent.values()].filter((column) => !isOfLine(column));
	const reads = (file?.reads ?? []).flatMap((name) => headingOf(name) ?? []);
	const sharedBy = headingOf(file?.sharedBy) ?? idHeading;
	const deciding = consents.filter((column) => column.field !== undefined || isOptOut(column));
	const priceBefore = priceBeforeColumn(meanings, choice);
	const wooType = type === 'product' ? wooTypeColumn(headings, choice.sent) : undefined;
	const used = new Set([
		idHeading,
		...[priceBefore, wooType].filter((heading) => heading !== undefined),
		...[...columns, ...lines].map(({ heading }) => heading),
		...reads,
		...deciding.map(({ heading }) => heading),
	]);
	const isByProduct = product !== undefined;
	const others = sortOthers(meanings, used, choice, { consents, labels, isByProduct });
	const { ambiguous, consentTime, mayBeConsent, notSent } = others;
	const consentFields = new Set(consents.map(({ field }) => field));
	const freeLabels = [...labels]
		.filter(([field]) => field !== 'id' && !choice.sent.has(field) && !consentFields.has(field))
		.map(([, label]) => label);
	addMissingColumns(findings, headings, said);
	if (file?.lacks !== undefined) {
		findings.add('', 'export_lacks', { name: file.name, lacks: file.lacks });
	}
	addOptOuts(findings, consents);
	if (idle.length > 0) findings.add(LINES, 'line_item_columns', { headings: idle });
	const notSentAtAll = notSent.filter(([heading]) => !sentOtherwise.includes(heading));
	addNotSent(findings, notSentAtAll, freeLabels);
	return {
		kind: 'plan',
		file,
		reads,
		headingOf,
		idHeading,
		columns,
		headings: headingsByField(idHeading, [...choice.sent.values()], consents),
		ambiguous,
		consents,
		consentTime,
		others:
			type === 'contact'
				? notSent
						.map(([heading]) => heading)
						.filter((heading) => meanings.get(heading)?.kind !== 'useless')
				: [],
		mayBeConsent,
		lines,
		isByLine,
		product,
		sharedBy,
		shared: new Set([idHeading, sharedBy, ...reads, ...columns.map(({ heading }) => heading)]),
		amounts: columns.filter(({ field }) => AMOUNTS.has(field)),
		priceBefore,
		wooType,
		isBySku: fieldOf(meanings.get(idHeading)) === 'sku',
		otherIds: headings.filter(
			(heading) => heading !== idHeading && IDENTIFY.has(fieldOf(meanings.get(heading)) ?? ''),
		),
		warnings: findings.warnings,
	};
}
