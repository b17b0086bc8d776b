import type { INodeProperties } from 'n8n-workflow';

import { formatValues, readingFor } from '../nodes/Ometria/formats/auto';
import { FORMAT_SETTINGS, NO_SETTINGS } from '../nodes/Ometria/formats/settings';
import type { FormatSettings } from '../nodes/Ometria/formats/types';
import {
	CHECK_CHOICES,
	convertTypes,
	emptyValues,
	excelDates,
	textTimezone,
	unknownFields,
	validation,
} from '../nodes/Ometria/operations/push/checkOptions';
import {
	readFormatSettings,
	type SettingParameters,
	VALUE_SETTINGS,
} from '../nodes/Ometria/operations/push/formatSettings';
import type { RecordRules, RecordType } from '../nodes/Ometria/records';
import { shown, trimInvisible } from '../nodes/Ometria/utils/text';
import { isTimezone } from '../nodes/Ometria/utils/time';
import { UsageError } from '../sandbox/usage';

/** What a user chose, by the names of the node's own settings and options. */
export interface Choices {
	/** Undefined for mixed input, where each item's own `@type` decides. */
	type: RecordType | undefined;
	/** A value of Input Format. */
	format: string;
	/** Texts by name; what is empty is not chosen. */
	values: Readonly<Record<string, string>>;
	/** What columns are sent as: `Mobile=phone_number`, `Note=` for one that is not sent. */
	columns: readonly string[];
}

/** Settings of the input formats that are one text each. */
export const TEXT_SETTINGS: readonly INodeProperties[] = Object.values(FORMAT_SETTINGS)
	.filter(({ type }) => type === 'string' || type === 'options')
	.sort((a, b) => a.displayName.localeCompare(b.displayName));

const collection: INodeProperties = {
	displayName: 'Collection',
	name: 'collection',
	type: 'string',
	default: '',
	description: 'The collection in Ometria that holds the contacts, where they do not name one',
};

const merge: INodeProperties = {
	displayName: 'Merge With Stored Record',
	name: 'merge',
	type: 'options',
	options: [
		{ name: 'On', value: 'true' },
		{ name: 'Off', value: 'false' },
	],
	default: 'true',
	description:
		'Whether fields that are not sent keep their stored values, as far as the format leaves that to you',
};

const convert: INodeProperties = {
	...convertTypes,
	type: 'options',
	options: merge.options ?? [],
	default: 'true',
};

const timezone: INodeProperties = {
	...textTimezone,
	description: 'The time zone (IANA name) of times without one. If empty, UTC, with a warning.',
};

/** The node's options that say how records are checked. */
export const CHECK_OPTIONS: readonly INodeProperties[] = [
	collection,
	convert,
	emptyValues,
	excelDates,
	merge,
	timezone,
	unknownFields,
	validation,
];

/** The row of Columns that a text such as `Mobile=phone_number` stands for. */
function columnRow(text: string): Record<string, string> {
	const at = text.lastIndexOf('=');
	if (at < 1) throw new UsageError(`A column must be HEADING=FIELD. Found ${shown(text)}`);
	const [heading, field] = [text.slice(0, at), text.slice(at + 1)];
	if (field === '') return { heading, field: 'notSent' };
	const custom = /^properties\.(.+)$/.exec(field)?.[1];
	return custom === undefined
		? { heading, field }
		: { heading, field: 'customField', customField: custom };
}

/** Reads what the user chose as the node reads its own parameters, which have no expressions here. */
function parametersOf({ values, columns }: Choices): SettingParameters {
	const rows = columns.map(columnRow);
	const find = (name: string, group = ''): string | undefined => {
		const row = /\.(\d+)$/.exec(group)?.[1];
		const found = row === undefined ? values[name] : rows[Number(row)][name];
		return found === undefined || trimInvisible(found) === '' ? undefined : found;
	};
	const wrong = ({ displayName }: INodeProperties, expected: string, found: unknown) =>
		new UsageError(`${displayName} must be ${expected}. Found ${shown(found)}`);
	const optionalText = (property: INodeProperties, group?: string) => {
		const text = find(property.name, group);
		return text === undefined ? undefined : trimInvisible(text);
	};
	return {
		wrong,
		optionalText,
		locator: (property, expected, group) => {
			const value = optionalText(property, group);
			if (value === undefined) throw wrong(property, expected, '');
			return { mode: 'id', value };
		},
		raw: ({ name }, _expected, group) => {
			if (name === 'columns') return rows.length > 0 ? { column: rows } : undefined;
			return find(name, group);
		},
		list: ({ name }, group) =>
			(find(name, group) ?? '').split(/[,\n]/).map(trimInvisible).filter(Boolean),
		choice: (property, known, group) => {
			const value = optionalText(property, group) ?? property.default;
			const found = known.find((candidate) => candidate === value);
			if (found === undefined) throw wrong(property, `one of ${known.join(', ')}`, value);
			return found;
		},
	};
}

/** How a file is checked: what the node takes from its parameters. */
export interface CheckRules {
	settings: FormatSettings;
	records: RecordRules;
	collection: string | undefined;
	merge: boolean;
	timezone: string | undefined;
}

/**
 * Reads and checks what the user chose.
 *
 * @param nowMs the present, ms since the epoch
 * @throws UsageError that names the setting, what is expected and what was found
 */
export function readRules(choices: Choices, nowMs: number): CheckRules {
	const { type, format, values } = choices;
	const parameters = parametersOf(choices);
	const hasFormats = type !== undefined && type !== 'custom_event';
	const formats = hasFormats ? formatValues(type) : ['ometria', 'auto'];
	if (!formats.includes(format)) {
		throw new UsageError(
			`Input Format must be one of ${formats.join(', ')}. Found ${shown(format)}`,
		);
	}
	const reading = hasFormats ? readingFor(type, format) : undefined;
	const used = reading?.settings ?? (hasFormats ? VALUE_SETTINGS : []);
	for (const { name, displayName } of Object.values(FORMAT_SETTINGS)) {
		const isChosen = name === 'columns' ? choices.columns.length > 0 : (values[name] ?? '') !== '';
		if (isChosen && !used.includes(name as (typeof used)[number])) {
			throw new UsageError(`${displayName} is not a setting of this input format`);
		}
	}
	const zone = parameters.optionalText(timezone);
	if (zone !== undefined && !isTimezone(zone)) {
		throw parameters.wrong(timezone, 'a time zone such as UTC or Europe/London', zone);
	}
	const flag = (property: INodeProperties) =>
		parameters.choice(property, ['true', 'false']) === 'true';
	return {
		settings: { ...NO_SETTINGS, nowMs, ...readFormatSettings(parameters, used) },
		records: {
			convertTypes: flag(convert),
			validation: parameters.choice(validation, CHECK_CHOICES.validation),
			unknownFields: parameters.choice(unknownFields, CHECK_CHOICES.unknownFields),
			emptyValues: parameters.choice(emptyValues, CHECK_CHOICES.emptyValues),
			excelDates: parameters.choice(excelDates, CHECK_CHOICES.excelDates),
			timezone: 'UTC',
			timezoneChosen: false,
			nowMs,
		},
		collection: parameters.optionalText(collection),
		merge: flag(merge),
		timezone: zone,
	};
}
