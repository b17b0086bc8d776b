import type { INodeProperties } from 'n8n-workflow';

import {
	AUTO_FORMAT,
	formatsOf,
	OMETRIA,
	OMETRIA_FORMAT,
	readingFor,
} from '../nodes/Ometria/formats/auto';
import type { FormatRecordType } from '../nodes/Ometria/formats/types';
import { VALUE_SETTINGS } from '../nodes/Ometria/operations/push/formatSettings';
import { CHECK_OPTIONS, TEXT_SETTINGS } from './settings';

/** A field of the form. */
export interface Field {
	name: string;
	label: string;
	help: string;
	placeholder: string;
	initial: string;
	/** Undefined for a text. */
	choices: Array<{ value: string; label: string }> | undefined;
}

/** An input format, and the settings that it has. */
export interface FormatChoice {
	value: string;
	label: string;
	settings: string[];
}

/** What a user can choose, with the node's own labels. */
export interface Form {
	formats: Record<FormatRecordType, FormatChoice[]>;
	settings: Field[];
	options: Field[];
}

function fieldOf(property: INodeProperties): Field {
	const { name, displayName, description = '', placeholder = '' } = property;
	const options = property.type === 'options' ? property.options : undefined;
	return {
		name,
		label: displayName,
		help: description,
		placeholder,
		initial: typeof property.default === 'string' ? property.default : '',
		choices: options?.flatMap((option) =>
			'value' in option ? [{ value: String(option.value), label: option.name }] : [],
		),
	};
}

/** A setting that is left out where nothing is chosen; its choices begin with that. */
function settingOf(property: INodeProperties): Field {
	const field = fieldOf(property);
	if (!field.choices || property.name !== 'dateOrder') return field;
	return {
		...field,
		initial: '',
		choices: [{ value: '', label: 'Not Set' }, ...field.choices],
	};
}

function formatsFor(type: FormatRecordType): FormatChoice[] {
	const settingsOf = (format: string) => [
		...(readingFor(type, format)?.settings ?? VALUE_SETTINGS),
	];
	return [
		{ value: AUTO_FORMAT, label: 'Detect Automatically', settings: settingsOf(AUTO_FORMAT) },
		{ value: OMETRIA_FORMAT, label: OMETRIA, settings: settingsOf(OMETRIA_FORMAT) },
		...formatsOf(type).map(({ value, name }) => ({
			value,
			label: name,
			settings: settingsOf(value),
		})),
	];
}

/** The form of the page. */
export function form(): Form {
	return {
		formats: {
			contact: formatsFor('contact'),
			product: formatsFor('product'),
			order: formatsFor('order'),
		},
		settings: TEXT_SETTINGS.map(settingOf),
		options: CHECK_OPTIONS.map(fieldOf),
	};
}
