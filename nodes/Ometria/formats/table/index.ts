import { ambiguityText, quoted } from '../../records/rules/tableRules';
import { isObject } from '../../utils/json';
import { shopPayloadIn } from '../shared/envelope';
import type {
	FormatOperation,
	FormatRecordType,
	FormatSettings,
	InputFormat,
	Json,
} from '../types';
import { convertRow } from './convert';
import { namesOf } from './names';
import { type Plan, planColumns, type Undecided } from './plan';

/** Items of one table have the same headings, or a few sets of them where empty cells are missing. */
const MAX_PLANS = 100;

/** Plans by headings: the same for all rows of a table, and much more work than a row. */
function planner(type: FormatRecordType) {
	const names = namesOf(type);
	const plans = new Map<string, Plan | Undecided>();
	return (json: Json, idColumn: string | undefined): Plan | Undecided => {
		const headings = isObject(json) ? Object.keys(json) : [];
		const key = JSON.stringify([idColumn, headings]);
		let plan = plans.get(key);
		if (!plan) {
			plan = planColumns(type, headings, names, idColumn);
			if (plans.size >= MAX_PLANS) plans.clear();
			plans.set(key, plan);
		}
		return plan;
	};
}

/** How the columns are read; what is doubtful about them is a warning of each record. */
function sentences(plan: Plan): string[] {
	const { idHeading, columns, ambiguous, consents, consentTime, priceBefore } = plan;
	const sent = [...columns, ...consents].flatMap(({ heading, field }) =>
		field === undefined ? [] : [`${quoted([heading])} as "${field}"`],
	);
	return [
		`${quoted([idHeading])} is the ID`,
		...(sent.length > 0 ? [`Columns that are sent: ${sent.join(', ')}`] : []),
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
		...ambiguous.map(ambiguityText),
	];
}

function operation(type: FormatRecordType): FormatOperation {
	const planOf = planner(type);
	return {
		convert: (json: Json, settings: FormatSettings) => {
			const payload = isObject(json) ? shopPayloadIn(json, type) : undefined;
			if (payload) return [{ kind: 'invalid', ...payload }];
			const plan = planOf(json, settings.idColumn);
			if (plan.kind === 'undecided') return [{ kind: 'invalid', ...plan.problem }];
			return [convertRow(plan, json, settings)];
		},
		// A table seldom has all that Ometria stores of a record.
		merge: true,
		settings: type === 'contact' ? ['idColumn', 'noConsent'] : ['idColumn'],
		mapping: [],
		describe: (json: Json, settings: FormatSettings) => {
			const plan = planOf(json, settings.idColumn);
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
