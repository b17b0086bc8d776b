import { finding } from '../../records/findings';
import { ambiguityText, quoted } from '../../records/rules/tableRules';
import { isObject } from '../../utils/json';
import { listed, shown } from '../../utils/text';
import { shopPayloadIn } from '../shared/envelope';
import type {
	Convert,
	FormatOperation,
	FormatRecordType,
	FormatSettingName,
	FormatSettings,
	Formatted,
	Gathering,
	InputFormat,
	Json,
} from '../types';
import { convertRow } from './convert';
import { fieldsByHeading } from './fieldsByHeading';
import { cellsOf, FileRows } from './fileRows';
import { namesOf } from './names';
import { RowsByOrder } from './orderRows';
import { type ColumnPlan, planColumns, type Undecided } from './plan';
import { ProductIds } from './productIds';

/** What decides on the orders of a table beside its columns. */
const ORDER_TABLE_SETTINGS: readonly FormatSettingName[] = [
	'productId',
	'statusesCounted',
	'statusesNotCounted',
	'statusesSkipped',
	'unpaidOrders',
];

/** Columns that each are a question; the first of them is asked about where it holds something. */
const MOST_ASKED_ABOUT = 5;

/** Items of one table have the same headings, or a few sets of them where empty cells are missing. */
const MAX_PLANS = 100;
/** Columns of all plans together, so that their memory does not grow with the width of the items. */
const MAX_PLANNED_COLUMNS = 100_000;
/** More than any database has (MySQL: 4,096), and than sheets are made with by hand. */
const MAX_COLUMNS = 5_000;

function haveSame(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((heading, index) => heading === other[index]);
}

/** Plans by headings: the same for all rows of a table, and much more work than a row. */
function planner(type: FormatRecordType) {
	const names = namesOf(type);
	const plans = new Map<string, ColumnPlan | Undecided>();
	let planned = 0;
	let last:
		{ headings: readonly string[]; settings: string; plan: ColumnPlan | Undecided } | undefined;
	return (json: Json, settings: FormatSettings): ColumnPlan | Undecided => {
		const { idColumn, columns, mailchimpFile, productId, sentOtherwise } = settings;
		const headings = isObject(json) ? Object.keys(json) : [];
		// Before anything is read of them.
		if (headings.length > MAX_COLUMNS) {
			const facts = { columns: headings.length, most: MAX_COLUMNS };
			return { kind: 'undecided', problem: finding('', 'too_many_columns', facts) };
		}
		const payload = isObject(json) ? shopPayloadIn(json, type) : undefined;
		if (payload) return { kind: 'undecided', problem: payload };
		const decided = JSON.stringify([
			...[idColumn, columns?.key, mailchimpFile, productId],
			sentOtherwise,
		]);
		// Mostly the row before has the same columns, which is seen sooner than a key of all is made.
		if (last?.settings === decided && haveSame(last.headings, headings)) return last.plan;
		const key = JSON.stringify([decided, headings]);
		let plan = plans.get(key);
		if (!plan) {
			plan = planColumns(type, headings, names, settings);
			planned += headings.length;
			if (plans.size >= MAX_PLANS || planned > MAX_PLANNED_COLUMNS) {
				plans.clear();
				planned = headings.length;
			}
			plans.set(key, plan);
		}
		last = { headings, settings: decided, plan };
		return plan;
	};
}

/** How the columns are read; what is doubtful about them is a warning of each record. */
function sentences(plan: ColumnPlan): string[] {
	const {
		file,
		reads,
		idHeading,
		columns,
		lines,
		sharedBy,
		ambiguous,
		consents,
		consentTime,
		priceBefore,
	} = plan;
	const fields = [
		...columns,
		...lines.map(({ heading, field }) => ({ heading, field: `lineitems.${field}` })),
		...consents,
	].filter(({ field }) => field !== undefined);
	const sent = listed(fields, ({ heading, field }) => `${quoted([heading])} as ${shown(field)}`);
	return [
		...(file ? [`This is ${file.name}`] : []),
		`${quoted([idHeading])} is the ID`,
		...(sent === '' ? [] : [`Columns that are sent: ${sent}`]),
		...(lines.length === 0
			? []
			: [`Rows with the same ${quoted([sharedBy])} are one order, and each is a line of it`]),
		...(reads.length === 0 ? [] : [`Columns that decide with others: ${quoted(reads)}`]),
		...(consentTime === undefined
			? []
			: [
					`${quoted([consentTime])} is sent as "timestamp_subscribed" or "timestamp_unsubscribed", as the consent says`,
				]),
		...(priceBefore === undefined
			? []
			: [
					`Where ${quoted([priceBefore])} is higher than the price, it is sent as "price" and the price as "special_price"`,
				]),
		...ambiguous.slice(0, MOST_ASKED_ABOUT).map(ambiguityText),
	];
}

function operation(type: FormatRecordType): FormatOperation {
	const planOf = planner(type);
	const convertItem = (
		json: Json,
		settings: FormatSettings,
		around?: { products: ProductIds; files: FileRows },
	): readonly Formatted[] => {
		const plan = planOf(json, settings);
		if (plan.kind === 'undecided') return [{ kind: 'invalid', ...plan.problem }];
		const reason = plan.file?.skips?.(cellsOf(plan, json));
		if (reason !== undefined) return [{ kind: 'skipped', reason }];
		if (!around) return [convertRow(plan, json, settings)];
		const { products, files } = around;
		const parent = files.parentOf(plan, json);
		return [convertRow(plan, files.filled(plan, json), settings, { products, parent })];
	};
	/** A variant may name its product by another key than its ID, which stands in another row. */
	const gather = (): Gathering => {
		const products = new ProductIds();
		const files = new FileRows();
		return {
			add: (json, settings) => {
				const plan = planOf(json, settings);
				if (plan.kind === 'plan') {
					products.add(plan, json);
					files.add(plan, json);
				}
				return [];
			},
			convert: (json, settings) => convertItem(json, settings, { products, files }),
		};
	};
	const rowsByOrder = () => new RowsByOrder(planOf);
	const convert: Record<FormatRecordType, Convert> = {
		contact: (json, settings) => convertItem(json, settings),
		product: (json, settings) =>
			convertItem(json, settings, { products: new ProductIds(), files: new FileRows() }),
		order: (json, settings) => rowsByOrder().convert(json, settings, 0),
	};
	return {
		convert: convert[type],
		...(type === 'product' && { gather }),
		...(type === 'order' && { gather: rowsByOrder }),
		// A table seldom has all that Ometria stores of a record.
		merge: true,
		settings: [
			...(['columns', 'dateOrder', 'idColumn', 'phoneCountry'] as const),
			...(type === 'contact' ? (['mailchimpFile', 'noConsent'] as const) : []),
			...(type === 'order' ? ORDER_TABLE_SETTINGS : []),
		],
		mapping: [],
		fieldsOf: (json: Json, settings: FormatSettings) => {
			const plan = planOf(json, settings);
			return plan.kind === 'undecided' ? undefined : fieldsByHeading(plan);
		},
		describe: (json: Json, settings: FormatSettings) => {
			const plan = planOf(json, settings);
			return plan.kind === 'undecided' ? [] : sentences(plan);
		},
	};
}

/** Rows of sheets, files and databases, by the names of their columns. */
export const table: InputFormat = {
	value: 'table',
	name: 'Table',
	description:
		'Rows of a sheet, file or database. Columns become the fields that their headings name, such as "E-Mail" or "First Name".',
	operations: {
		contact: operation('contact'),
		product: operation('product'),
		order: operation('order'),
	},
};
