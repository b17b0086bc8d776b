import { formatNumber, listed, shown } from '../../utils/text';
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
	instead?: { heading: string; field: string } | undefined;
	near?: string | undefined;
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
			`The item has ${formatNumber(columns)} columns: expected at most ${formatNumber(most)}, as the row of a sheet or database has`,
		happened: 'an item has more than 5,000 columns, which no table has',
		fix: 'give each row as a separate item',
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
	export_without_id: {
		level: 'refusal',
		isSentence: true,
		text: ({ advice }: { advice: string }) =>
			`It has no column that identifies the records. ${advice}. Or set Format Settings > ID Column to a column that does`,
		happened: 'the rows are those of a known export file, which has no column that can be the ID',
		fix: 'get the records as the message says, or set _ID Column_',
	},
	export_refused: {
		level: 'refusal',
		isSentence: true,
		text: ({ name, advice }: { name: string; advice: string }) => `This is ${name}. ${advice}`,
		happened: 'the rows are those of a known export file that does not hold what a record needs',
		fix: 'use what the message names instead',
	},
	export_lacks: {
		level: 'notice',
		isSentence: true,
		text: ({ name, lacks }: { name: string; lacks: string }) => `This is ${name}. ${lacks}`,
		happened: 'a known export file does not hold something that Ometria should have',
		fix: 'use what the message names instead, if you need it',
	},
	mailchimp_file_not_said: {
		level: 'refusal',
		isSentence: true,
		text: ({ name }: { name: string }) =>
			`This is ${name}: the name of the file says which, and its columns are the same. Set Format Settings > Mailchimp File to Subscribed, which sends an opt-in for each row, or to Non-Subscribed, which sends no consent`,
		happened:
			"the rows are those of Mailchimp's file of subscribed or of non-subscribed contacts, which have the same columns",
		fix: 'set _Mailchimp File_',
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
	line_products_unknown: {
		level: 'refusal',
		isSentence: true,
		text: ({ headings, isBySku, instead }: ProductsUnknown) =>
			isBySku
				? `Each row is a line of an order, Product ID is set to SKU, and no column holds SKUs: there is ${joined(headings)}. Set Format Settings > Product ID to ID, or name the column in Format Settings > Columns`
				: `Each row is a line of an order, and no column holds the IDs of products, only ${joined(headings)}. If the products in Ometria have their SKUs as IDs, set Format Settings > Product ID to SKU. Otherwise add a column with the product IDs${instead === undefined ? '' : `, or ${instead}`}`,
		happened:
			'each row is a line of an order, and it is not guessed whether its SKU is the ID of a product',
		fix: 'set _Product ID_ to SKU if it is, or add a column with the product IDs',
	},
	rows_without_product: {
		level: 'refusal',
		isSentence: true,
		text: ({ rows }: { rows: number }) =>
			`${rows} rows have the ID of this order, and no column says which product a line is of, so they are not sent one over the other. Add a column with the product IDs, or leave one row for each order`,
		happened:
			'several rows have the ID of an order, and no column says which product each line is of',
		fix: 'add a column with the product IDs, or leave one row for each order',
	},
	too_many_rows: {
		level: 'refusal',
		isSentence: true,
		text: ({ rows, most }: { rows: number; most: number }) =>
			`${formatNumber(rows)} rows have the ID of this order: expected at most ${formatNumber(most)}, more than a record has room for. Check the column of the ID`,
		happened: 'more than 5,000 rows have the ID of one order',
		fix: 'check the column of the ID',
	},
	rows_contradict: {
		level: 'refusal',
		isSentence: true,
		text: ({ heading, values, places, id }: RowsContradict) =>
			`${quoted([heading])} is ${shown(values[0])} in ${places[0]} and ${shown(values[1])} in ${places[1]}, which are rows of one order, ${shown(id)}. Correct one of them. If the column is of the line, send it as a field of the line, or not, with Format Settings > Columns`,
		happened: 'two rows of one order say different things about the order',
		fix: 'correct one of them, or say with _Columns_ that the column is of the line',
	},
	amount_of_line: {
		level: 'refusal',
		isSentence: true,
		text: ({ heading, field }: { heading: string; field: string }) =>
			`${quoted([heading])} may be of the order or of the line, as it goes with the lines of an order. If it is of the line, set Format Settings > Columns: ${quoted([heading])} is ${field === 'shipping' ? 'not sent' : 'a field of "Line Item"'}. If it is of the order, give the same amount in each of its rows`,
		happened:
			'a column of an amount differs between the rows of orders, or is what each line comes to, so that it may be of the line',
		fix: 'say with _Columns_ what it is, or give the same amount in each row of the order',
	},
	same_rows: {
		level: 'refusal',
		isSentence: true,
		text: ({ places }: { places: readonly string[] }) =>
			`${listed(places, (place) => place, { last: ' and ' })} are the same in all columns: one row twice, or two lines of one product. The amounts of the order do not say which. Remove one, or put the quantity of both into one row`,
		happened:
			'two rows of an order are the same, and its amounts do not say whether they are two lines',
		fix: 'remove one of them, or put the quantity of both into one row',
	},
	row_not_read: {
		level: 'refusal',
		isSentence: true,
		text: () =>
			'Another row of this order cannot be read, so that a line would be missing. Correct what the error of that row names',
		happened:
			'a row of an order cannot be read, or a setting cannot be used for it, so that a line would be missing',
		fix: 'correct what the error of that row names',
	},
	rows_missing: {
		level: 'refusal',
		isSentence: true,
		text: ({ rows, found }: { rows: number; found: number }) =>
			`This order has ${rows} rows, and ${found === 1 ? 'only one of them is' : `only ${found} of them are`} here, as an error item holds the first row of its order. Push all rows of the order again`,
		happened:
			'an order of several rows came out of the error branch, which holds the first of its rows only',
		fix: 'push all rows of the order again, for example from the sheet',
	},
	lines_differ: {
		level: 'warning',
		severity: 'serious',
		text: ({ sum }: { sum: number }) =>
			`come to ${sum}, which is not what the order says, with or without its discount, tax and shipping. Rows may be missing`,
		happened: 'the lines of an order do not add up to its subtotal or total',
		fix: 'check that all rows of the order are there, and what its amounts are',
	},
	subtotal_not_clear: {
		level: 'notice',
		text: () => 'is left out, as the amounts of the order do not say whether it includes taxes',
		happened: 'the amounts of an order do not say whether its subtotal includes taxes',
		fix: 'nothing, unless you need the subtotal',
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
			`${joined(headings)} describe line items, and no column says which product: they are not sent. Add a column with the product IDs`,
		happened: 'columns describe line items, and no column says which product they are of',
		fix: 'add a column with the product IDs, or give the line items as a list in `lineitems`',
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

interface ProductsUnknown {
	/** Headings of columns that say something of the product of a line. */
	headings: readonly string[];
	/** Whether the user said that SKUs are the IDs of products. */
	isBySku: boolean;
	/** What may be pushed instead of a known file. */
	instead: string | undefined;
}

interface RowsContradict {
	heading: string;
	/** The cells of the two rows. */
	values: readonly unknown[];
	/** The two rows: "row 3", "item 1". */
	places: readonly string[];
	/** What the rows of the order share. */
	id: string;
}

interface ColumnsForOneField {
	headings: readonly string[];
	field: string;
	isConsent: boolean;
}
