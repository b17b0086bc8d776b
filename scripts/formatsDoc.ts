/** Writes docs/formats.md from the data of the input formats. Run: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { INPUT_FORMATS } from '../nodes/Ometria/formats';
import { FORMAT_SETTINGS } from '../nodes/Ometria/formats/settings';
import { EXPORT_FILES } from '../nodes/Ometria/formats/table/exports';
import type {
	FormatOperation,
	FormatRecordType,
	InputFormat,
	StatusRow,
} from '../nodes/Ometria/formats/types';
import { RECORD_TYPE_LABELS } from '../nodes/Ometria/records';
import { CONSENT_WORDS } from '../nodes/Ometria/records/consentWords';
import {
	AMBIGUOUS_LINE_NAMES,
	AMBIGUOUS_NAMES,
	CONSENT_TIME_NAMES,
	LINE_NAMES,
	LINE_TEXT_NAMES,
	OPT_OUT_NAMES,
	PRICE_BEFORE_NAMES,
	SYNONYMS,
} from '../nodes/Ometria/records/synonyms';

const GROUPS: Readonly<Record<StatusRow['group'], string>> = {
	counted: 'yes',
	notCounted: 'no',
	unpaid: 'as _Unpaid Orders_ says',
	skipped: 'not sent',
};

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string) => (text === '' ? '' : `\`${text}\``);
const list = (names: readonly string[]) => names.map((name) => cell(name)).join(', ');

/** A Markdown table. */
function tableLines(heads: readonly string[], lines: ReadonlyArray<readonly string[]>): string[] {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(heads), line(heads.map(() => '---')), ...lines.map(line), ''];
}

function settingsOf({ settings }: FormatOperation): string[] {
	if (settings.length === 0) return [];
	const lines = settings.map((name) => {
		const { displayName, description = '' } = FORMAT_SETTINGS[name];
		return `- _${displayName}_: ${description}${/[.!?]$/.test(description) ? '' : '.'}`;
	});
	return ['Settings:', '', ...lines, ''];
}

function statusesOf({ statuses = [] }: FormatOperation): string[] {
	if (statuses.length === 0) return [];
	return [
		'Statuses that you name in the settings go before these. A status that is in neither is an error of its item.',
		'',
		...tableLines(
			["The shop's status", '`status` in Ometria', 'Counts as revenue'],
			statuses.map(({ shop, status = '', group }) => [code(shop), code(status), GROUPS[group]]),
		),
	];
}

function mappingOf({ mapping }: FormatOperation): string[] {
	return tableLines(
		['Ometria field', 'Source', 'Rule'],
		mapping.map(({ field, source, rule }) => [code(field), cell(source), cell(rule)]),
	);
}

/** What headings of a table mean for one type of record. */
function headingsOf(type: FormatRecordType): string[] {
	const ambiguous = new Map<string, string[]>();
	for (const [name, fields] of Object.entries(AMBIGUOUS_NAMES[type])) {
		const meanings = fields.map(code).join(', ');
		ambiguous.set(meanings, [...(ambiguous.get(meanings) ?? []), name]);
	}
	return [
		...tableLines(
			['Ometria field', 'Other names of its column'],
			Object.entries(SYNONYMS[type]).map(([field, names]) => [code(field), list(names)]),
		),
		...(ambiguous.size === 0
			? []
			: [
					'These names may mean several fields. Where there is a column for one of these fields, such a column is not sent; otherwise it is an error that asks. A whole name is never such an error: it is not sent, and named.',
					'',
					...tableLines(
						['Names', 'May mean'],
						[...ambiguous].map(([meanings, names]) => [list(names), meanings]),
					),
				]),
		...(type === 'contact' ? consent() : []),
		...exportFiles(type),
		...(type === 'product'
			? [
					`Where a price before a sale (${list(PRICE_BEFORE_NAMES)}) is higher than the price, it is sent as \`price\`, and the price as \`special_price\`. Of several pictures in a cell the first is sent.`,
					'',
					'A variant may name its product by the SKU where another column is the ID, in whatever order the rows come: the ID of that product is sent as `parent_id`. In the file that WooCommerce exports, `Type` says what a variant is, a parent may be `id:44`, `Published` may be -1 (a draft) and `In stock?` may be `backorder`. There a variant is refused where its product is not among the items: push the whole file in one run, or, if all products have a SKU, set _ID Column_ to the SKU.',
					'',
				]
			: []),
		...(type === 'order' ? [...lineRows()] : []),
	];
}

/** How rows become orders with lines. */
function lineRows(): string[] {
	return [
		'**Orders with a line per row.** Where a column names the product of a line, the rows with the same order ID are one order, whatever stands between them, and each row is a line of it. What the order says is taken from the first row that has it. A row right below, without the ID and without anything of the order, is a further line. Columns of lines:',
		'',
		...tableLines(
			['Field of the line', 'Names of its column'],
			[
				...Object.entries(LINE_NAMES).map(([field, names]) => [
					code(`lineitems > ${field}`),
					list(names),
				]),
				['not sent', list(LINE_TEXT_NAMES)],
			],
		),
		`A column ${list(Object.keys(AMBIGUOUS_LINE_NAMES))} may be \`unit_price\` or \`total\` of the line, which is asked. These are errors of the whole order, which link all its rows: rows that contradict each other about the order; an amount of the order that may be of the line, as it differs between the rows of orders or is what each line comes to; two rows that are the same, unless the amounts of the order say that they are two lines; a SKU without an ID of the product, unless _Product ID_ is SKU. Lines that do not add up to the order are a warning. An error item holds the first row of its order and \`error.rows\`, how many there are: push all of them again. Do not divide the rows with a loop before the node, as an order's rows may then come in two runs.`,
		'',
	];
}

/** How a heading of a known file is sent. */
const usedAs = (field: string) => (field === '' ? 'not sent' : code(field.replaceAll('.', ' > ')));

/** The statuses of a file, those together that come to the same. */
function statusWords(statuses: readonly StatusRow[]): string[] {
	const words = new Map<string, string[]>();
	for (const { shop, status, group } of statuses) {
		const key = JSON.stringify([status === undefined ? '' : code(status), GROUPS[group]]);
		words.set(key, [...(words.get(key) ?? []), code(shop)]);
	}
	return tableLines(
		['Status', '`status` in Ometria', 'Counts as revenue'],
		[...words].map(([key, shops]) => [shops.join(', '), ...(JSON.parse(key) as string[])]),
	);
}

/** The files of one type of record that are known by their heading rows. */
function exportFiles(type: FormatRecordType): string[] {
	const files = EXPORT_FILES.filter((file) => file.type === type);
	return [
		'**Export files as they are.** These files are recognised by their heading rows, and the hint names them. Headings that are not listed are read by the names above.',
		'',
		...files.flatMap((file) => {
			const signs = file.signs.map((headings) => headings.map(code).join(', ')).join('; or ');
			const without = file.without ? `, without ${file.without.map(code).join(', ')}` : '';
			const id = file.id === undefined ? '' : ` The ID is ${code(file.id)}.`;
			const said = [file.refused, file.noId, file.lacks].filter((text) => text !== undefined);
			return [
				`_${file.name.charAt(0).toUpperCase()}${file.name.slice(1)}_: ${signs}${without}.${id}${said
					.map((text) => ` ${text}.`)
					.join('')}`,
				'',
				...(Object.keys(file.columns).length === 0
					? []
					: tableLines(
							['Column', 'Sent as'],
							Object.entries(file.columns).map(([heading, field]) => [
								code(heading),
								usedAs(field),
							]),
						)),
				...(file.statuses ? statusWords(file.statuses) : []),
			];
		}),
	];
}

function consent(): string[] {
	const { yes, no, cross, in: optIn, out: optOut, refused, allowed, none, pending } = CONSENT_WORDS;
	return [
		'A row has one consent for each channel. **An opt-out in any column wins over an opt-in**, whatever the order of the columns; the warning names both. Consent is sent only where a cell holds one of these words, in any case; another word is an error of its row, an empty cell is left out. A column named exactly `marketing_optin` must hold the words of Ometria instead; "Marketing Opt-In" is a name for the words below.',
		'',
		...tableLines(
			['Cell', 'In a column of opt-ins', 'In a column of opt-outs'],
			[
				[list(yes), 'opted in', 'opted out'],
				[list(cross), 'error', 'opted out'],
				[list(no), 'opted out', 'left out: it is not consent'],
				[list(optIn), 'opted in', 'error'],
				[list(optOut), 'opted out', 'opted out'],
				[list(refused), 'opted out', 'opted out'],
				[list(allowed), 'opted in', 'left out: it is not consent'],
				[list(none), 'as _No Consent on Record_ says', 'error'],
				[list(pending), 'nothing is sent, also beside an opt-in', 'error'],
			],
		),
		'These columns are columns of opt-outs:',
		'',
		...tableLines(
			['Ometria field', 'Names'],
			Object.entries(OPT_OUT_NAMES).map(([field, names]) => [code(field), list(names)]),
		),
		'Other names are read by their parts, in English, German, French, Spanish and Dutch, as shops, CRMs and email programs write them:',
		'',
		'- A name with "unsubscribed", "opt-out", "do not email" or the like is a column of opt-outs: HubSpot\'s `hs_email_optout` and "Opted out of email: Offers", `donotbulkemail`, `is_opt_out`. "Do not contact" concerns texts too, where the row has a consent to texts.',
		'- A name with "suppressed", "blacklist", "bounced", "complaint", "spam", "blocked" or "cleaned" is one of suppressions: yes, a time, a reason or a list that is not empty is an opt-out. The reason, the campaign or the time of an unsubscribe is an opt-out too: `UNSUB_REASON`, `CLEAN_TIME`.',
		'- "Double opt-in" never opts in by itself. Where it says no or pending, nothing is sent.',
		'- Phone calls, post, push messages, WhatsApp and the like are not read: Ometria has no consent for them.',
		'- A name that looks like consent and is not understood ("Consent for offers", "Opt-in/Opt-out") is an error of the rows where it holds something. So is a word such as "unsubscribed" in a column that is not sent.',
		'',
		`The time of a consent (${list(CONSENT_TIME_NAMES)}) is sent as \`timestamp_subscribed\` with an opt-in and as \`timestamp_unsubscribed\` with an opt-out. The time of an unsubscribe is an opt-out, unless a later time of an opt-in stands beside it.`,
		'',
	];
}

const MATCHING = [
	'- A column whose heading is exactly the name of an [Ometria field](records.md) is sent as it is. Dots lead to parts: `customer.email`, `billing_address.city`, `properties.loyalty_tier`.',
	'- Other headings match if they differ from the field\'s name, from its name in the editor or from one of the names below only in case, spaces, punctuation or accents: "E-Mail" is `email`, "Billing City" is `billing_address.city`. Fields whose names begin with `@` are matched by their exact names only.',
	'- Values stay as they are and are checked and converted like those of other records. Empty cells are left out. Words of consent are read as the table below says.',
	'- Two columns for one field are an error that names both, unless one of them has exactly the name of the field. Columns of consent are read together.',
	'- The ID is the column that _ID Column_ names, or a column with the exact name `id`, or the only column that can be it: one for `id`, for the `customer_id` of a contact, for the `web_id` of an order, or, where there is no other, for the `sku` of a product. With two candidates the node asks. Beside columns that a program adds to its rows (`createdAt` and `updatedAt` of an n8n Data Table, `createdTime` of Airtable, `property_` columns of Notion), `id` is the row\'s: a column named after the record, such as "Order ID", goes before it, and with several the node asks. The time at which such a row was made is not sent.',
	'- Columns that match no field are not sent. The hint and the warnings name them; _Additional Fields_ adds them. `row_number`, which the Google Sheets node adds, is left out without a word.',
	'',
];

function section(format: InputFormat, type: FormatRecordType, operation: FormatOperation) {
	const label = RECORD_TYPE_LABELS[type].toLowerCase();
	return [
		`### ${format.name}: ${label}`,
		'',
		operation.merge
			? 'Fields that an item does not bring keep their values in Ometria (`@merge`).'
			: 'Each record replaces what Ometria has of it (no `@merge`).',
		'',
		...settingsOf(operation),
		...(operation.mapping.length > 0 ? mappingOf(operation) : headingsOf(type)),
		...statusesOf(operation),
	];
}

/** @returns the whole page */
export function formatsDoc(): string {
	const formats = INPUT_FORMATS.flatMap((format) => {
		const operations = Object.entries(format.operations) as Array<
			[FormatRecordType, FormatOperation]
		>;
		const byHeadings = operations.some(([, { mapping }]) => mapping.length === 0);
		return [
			`## ${format.name}`,
			'',
			`${format.description.replace(/\.$/, '')}.`,
			'',
			...(byHeadings ? MATCHING : []),
			...operations.flatMap(([type, operation]) => section(format, type, operation)),
		];
	});
	return [
		'# Input formats',
		'',
		'Written by `npm run docs` from the data in `nodes/Ometria/formats` and `nodes/Ometria/records/synonyms.ts`; do not edit.',
		'',
		'_Input Format_ says what the items of a push are. With _Detect Automatically_, the default, [each item is recognised](pushing.md#from-item-to-record). With _Ometria Record_, the items have the [fields of Ometria](records.md). With the formats below, the node makes Ometria records of them, without a Code node: the tables say where each field comes from. _Dry Run_ shows the records before anything is sent.',
		'',
		'What a payload does not say is left out. What it says in an unknown way is an error of that item, and the other items are sent. _Additional Fields_ is laid over the record, for custom properties and for what you know better.',
		'',
		...formats,
	].join('\n');
}

if (require.main === module) {
	writeFileSync(join(__dirname, '..', 'docs', 'formats.md'), formatsDoc());
}
