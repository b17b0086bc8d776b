import { listed, shown } from '../../utils/text';
import type { Rule } from './rule';

const HOW = 'for example in an Edit Fields node';
const SET_ID_COLUMN = 'Set Format Settings > ID Column to the one that does';
const CHOOSE = 'Choose the one that is meant in Format Settings > Columns';
const MOST_HEADINGS = 10;

/** Headings in quotes, as messages show them. */
export function quoted(headings: readonly string[]): string {
	return listed(headings, shown);
}

/** "A", "B" and "C". */
export function joined(headings: readonly string[]): string {
	return listed(headings, shown, { last: ' and ' });
}

/** A sentence with the first headings of an item. */
function headingsText(headings: readonly string[]): string {
	if (headings.length === 0) return 'The item has no columns';
	return `The item has ${listed(headings, shown, { most: MOST_HEADINGS })}`;
}

/** What is wrong with a heading that may mean several fields. */
export function ambiguityText({ heading, labels }: { heading: string; labels: readonly string[] }) {
	const meanings = labels.map((label) => `"${label}"`).join(' or ');
	return `${quoted([heading])} may be ${meanings}. ${CHOOSE}`;
}

/** A column that is not sent: the one that is sent instead of it, or the heading that was meant. */
export interface ColumnNotSent {
	heading: string;
	instead?: { heading: string; field: string };
	near?: string;
}

function notSentText({ heading, instead, near }: ColumnNotSent): string {
	const name = quoted([heading]);
	if (instead) return `${name} (${quoted([instead.heading])} is sent as ${shown(instead.field)})`;
	return near === undefined ? name : `${name} (did you mean "${near}"?)`;
}

/** About the columns of the input format Table; `field` of a refusal is the heading. */
export const TABLE_RULES = {
	too_many_columns: {
		level: 'refusal',
		isSentence: true,
		text: ({ columns, most }: { columns: number; most: number }) =>
			`The item has ${columns.toLocaleString('en-US')} columns: expected at most ${most.toLocaleString('en-US')}, as the row of a sheet or database has`,
		happened: 'an item has more than 5,000 columns, which no table has',
		fix: 'give each row as an item of its own',
	},
	id_column_not_found: {
		level: 'refusal',
		isSentence: true,
		text: ({ name, headings }: { name: string; headings: readonly string[] }) =>
			`There is no column ${quoted([name])}, which is set as ID Column. ${headingsText(headings)}`,
		happened: 'the item has no column that is called as _ID Column_ says',
		fix: 'correct _ID Column_',
	},
	ambiguous_id_column: {
		level: 'refusal',
		isSentence: true,
		text: ({ name, headings }: { name: string; headings: readonly string[] }) =>
			`${joined(headings)} are called like the ID Column ${quoted([name])}. Set Format Settings > ID Column to the exact heading`,
		happened: 'several columns are called almost as _ID Column_ says',
		fix: 'set _ID Column_ to the exact heading',
	},
	several_id_columns: {
		level: 'refusal',
		isSentence: true,
		text: ({ type, headings }: { type: string; headings: readonly string[] }) =>
			`${joined(headings)} may each identify the ${type}. ${SET_ID_COLUMN}`,
		happened: 'several columns may hold the ID, and it is not guessed',
		fix: 'set _ID Column_',
	},
	no_id_column: {
		level: 'refusal',
		isSentence: true,
		text: ({ type, headings }: { type: string; headings: readonly string[] }) =>
			`No column is known to identify the ${type}. ${headingsText(headings)}. ${SET_ID_COLUMN}`,
		happened: 'no column is known to hold the ID',
		fix: 'set _ID Column_',
	},
	columns_not_found: {
		level: 'notice',
		severity: 'serious',
		isSentence: true,
		text: ({ missing, headings }: { missing: readonly string[]; headings: readonly string[] }) =>
			`Format Settings > Columns names ${joined(missing)}, which the item does not have. ${headingsText(headings)}`,
		happened: 'the item has no column that is called as _Columns_ says',
		fix: 'correct _Columns_',
	},
	columns_for_one_field: {
		level: 'refusal',
		isSentence: true,
		text: ({ headings, field, isConsent }: ColumnsForOneField) =>
			`${joined(headings)} are columns for one field, ${shown(field)}. ${isConsent ? `Remove those that do not decide, ${HOW}` : CHOOSE}`,
		happened: 'several columns are meant for one field',
		fix: 'set _Format Settings > Columns_: send the right one as the field, and the others not',
	},
	empty_id_cell: {
		level: 'refusal',
		isSentence: true,
		text: ({ heading }: { heading: string }) =>
			`${quoted([heading])} is the ID Column and is empty`,
		happened: 'the ID of the row is empty',
		fix: 'remove such rows with a Filter node, or fill the ID in',
	},
	invalid_id_cell: {
		level: 'refusal',
		isSentence: true,
		text: ({ heading, value }: { heading: string; value: unknown }) =>
			`${quoted([heading])} is the ID Column: expected text or a whole number that identifies the record, found ${shown(value)}`,
		happened: 'the ID of the row is not text and not a whole number',
		fix: 'correct it where it comes from',
	},
	ambiguous_column: {
		level: 'refusal',
		isSentence: true,
		text: ambiguityText,
		happened: 'a heading may mean several fields',
		fix: 'set _Format Settings > Columns_',
	},
	not_a_structure: {
		level: 'notice',
		isSentence: true,
		text: ({ heading, field }: { heading: string; field: string }) =>
			`${quoted([heading])} is not sent as ${shown(field)}, as it is not a list or an object`,
		happened: 'a cell for a list or an object holds neither, and is not sent',
		fix: 'give it as JSON',
	},
	shopify_order_export: {
		level: 'refusal',
		isSentence: true,
		text: () =>
			'This is the file of orders that Shopify exports. It has a row for each line item, and does not say in one place whether an order counts. Get the orders with n8n\'s Shopify node instead, and set Input Format to "Shopify"',
		happened: "the rows are those of Shopify's export of orders",
		fix: "get the orders with n8n's Shopify node, and choose the format _Shopify_",
	},
	parent_not_found: {
		level: 'refusal',
		text: ({ given }: { given: string }) =>
			`${shown(given)} names the product of this variant by another key than its ID, and no item is that product. Push the whole file in one run, or, if all products have a SKU, set Format Settings > ID Column to the SKU`,
		happened:
			"a variant of WooCommerce's export names its product by the SKU, and that product is not among the items",
		fix: 'push the whole file in one run, or set _ID Column_ to the SKU',
	},
	parent_by_other_key: {
		level: 'info',
		text: ({ given, id }: { given: string; id: string }) =>
			`is sent as ${shown(id)}, the ID of the product that ${shown(given)} names`,
		happened: 'a variant named its product by the SKU, and the ID of that row is sent',
		fix: 'nothing',
	},
	first_picture: {
		level: 'info',
		text: ({ count }: { count: number }) => `is the first of ${count} pictures`,
		happened: 'a cell holds several pictures, of which the first is sent',
		fix: 'nothing',
	},
	line_item_columns: {
		level: 'notice',
		isSentence: true,
		text: ({ headings }: { headings: readonly string[] }) =>
			`${joined(headings)} describe line items, but each row is sent as an order. Put the line items of an order into a list in "lineitems", for example with an Aggregate or Code node`,
		happened: 'columns describe line items, but each row is sent as an order',
		fix: 'put the line items of an order into a list in `lineitems`',
	},
	columns_not_sent: {
		level: 'notice',
		isSentence: true,
		text: ({ columns }: { columns: readonly ColumnNotSent[] }) =>
			`Columns that are not sent: ${listed(columns, notSentText)}. Send those that Ometria should have with Custom Fields or Format Settings > Columns`,
		happened: 'columns match no field of Ometria, or another column is sent for their field',
		fix: 'send those that Ometria should have with _Custom Fields_ or _Format Settings > Columns_',
	},
} satisfies Record<string, Rule>;

interface ColumnsForOneField {
	headings: readonly string[];
	field: string;
	isConsent: boolean;
}
