/** Writes docs/options.md from the parameters of the nodes. Run: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { OmetriaApi } from '../credentials/OmetriaApi.credentials';
import type * as Trigger from '../nodes/Ometria/OmetriaTrigger.node';
import { properties as NODE } from '../nodes/Ometria/resources';
import { formatNumber } from '../nodes/Ometria/utils/text';

type Choice = NonNullable<INodeProperties['options']>[number];
type Labels = ReadonlyMap<string, string>;

/** A row of a table: a parameter, and one of a group under the names of the group and itself. */
interface Row {
	name: string;
	meaning: string;
	standard: string;
}

const CHOOSERS = ['resource', 'operation'];

const isChoice = (option: Choice): option is INodePropertyOptions =>
	'value' in option && 'name' in option;
const isGroup = (option: Choice): option is INodePropertyCollection => 'values' in option;
const isProperty = (option: Choice): option is INodeProperties => 'type' in option;

const sentence = (text: string) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** A description without HTML, in one cell of a table. */
function plain(text = ''): string {
	return text
		.replace(/<a href="([^"]+)"[^>]*>(.*?)<\/a>/g, '[$2]($1)')
		.replace(/<[^>]+>/g, '')
		.replace(/(?<!`)\{.*\}+(?!`)/g, '`$&`')
		.replaceAll('|', '\\|')
		.replaceAll('\n', ' ');
}

function choices({ options = [] }: INodeProperties): string {
	const found = options.filter(isChoice);
	if (found.length === 0) return '';
	if (found.every(({ description = '' }) => description === '')) {
		return `Choices: ${found.map(({ name }) => `_${name}_`).join(', ')}.`;
	}
	const lines = found.map(({ name, description = '' }) =>
		description === '' ? `_${name}_.` : sentence(`_${name}_: ${plain(description)}`),
	);
	return lines.join(' ');
}

function range({ typeOptions: { minValue, maxValue } = {} }: INodeProperties): string {
	if (minValue === undefined) return '';
	return maxValue === undefined
		? `At least ${formatNumber(minValue)}.`
		: `From ${formatNumber(minValue)} to ${formatNumber(maxValue)}.`;
}

/** A value as the editor shows it. */
function shown(value: unknown, choices: readonly Choice[] = []): string {
	const choice = choices.filter(isChoice).find((one) => one.value === value);
	if (choice) return choice.name;
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (typeof value === 'number') return formatNumber(value);
	return typeof value === 'string' && value !== '' ? `\`${value}\`` : '';
}

/** When the editor shows the parameter, beyond its resource and operation. */
function condition({ displayOptions }: INodeProperties, siblings: INodeProperties[]): string {
	const show = Object.entries(displayOptions?.show ?? {}).filter(
		([name]) => !CHOOSERS.includes(name.replace(/^\//, '')),
	);
	const texts = show.map(([name, values = []]) => {
		// `/fields.mappingMode` is a part of the mapper, which has no choices of its own.
		const [parameter, part] = name.replace(/^\//, '').split('.');
		const other = siblings.find((sibling) => sibling.name === parameter);
		if (part !== undefined) return `_${other?.displayName ?? name}_ is _Map Each Column Manually_`;
		const labels = Array.isArray(values) ? values.map((value) => shown(value, other?.options)) : [];
		return `_${other?.displayName ?? name}_ is _${labels.join('_ or _')}_`;
	});
	return texts.length === 0 ? '' : `Shown if ${texts.join(' and ')}.`;
}

/** Options that set a limit only where they are added. */
const WITHOUT_LIMIT = new Set(['maxRetries']);

function standard({ default: value, name, options, type, typeOptions }: INodeProperties): string {
	if (WITHOUT_LIMIT.has(name)) return 'no limit';
	if (typeOptions?.password === true || ['collection', 'fixedCollection'].includes(type)) return '';
	return type === 'resourceMapper' ? 'Map Automatically' : shown(value, options);
}

function rowsOf(property: INodeProperties, siblings: INodeProperties[], above = ''): Row[] {
	const { displayName, description, options = [], required, type } = property;
	if (type === 'notice' || type === 'hidden') return [];
	const meaning = [
		required === true ? 'Required.' : '',
		sentence(plain(description)),
		choices(property),
		range(property),
		condition(property, siblings),
	];
	const name = `${above}${displayName}`;
	const row = {
		name,
		meaning: meaning.filter((text) => text !== '').join(' '),
		standard: standard(property),
	};
	const inside = options.flatMap((option) => {
		if (isProperty(option)) return [option];
		return isGroup(option) ? option.values : [];
	});
	const nested = inside.flatMap((one) => rowsOf(one, [...inside, ...siblings], `${name} > `));
	return nested.length > 0 && description === undefined ? nested : [row, ...nested];
}

function tableLines(heads: readonly string[], lines: ReadonlyArray<readonly string[]>): string[] {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(heads), line(heads.map(() => '---')), ...lines.map(line), ''];
}

function table(properties: INodeProperties[]): string[] {
	const rows = properties.flatMap((property) => rowsOf(property, properties));
	if (rows.length === 0) return ['No parameters.', ''];
	return tableLines(
		['Parameter', 'Meaning', 'Default'],
		rows.map(({ name, meaning, standard: value }) => [name, meaning, value]),
	);
}

const shownFor = (property: INodeProperties, name: string, value: string) =>
	property.displayOptions?.show?.[name]?.includes(value) === true;

function labelsOf(name: string, resource?: string): Labels {
	const property = NODE.find(
		(one) => one.name === name && (resource === undefined || shownFor(one, 'resource', resource)),
	);
	const found = property?.options?.filter(isChoice) ?? [];
	return new Map(found.map((choice) => [String(choice.value), choice.name]));
}

/** The parameters of an operation, without those that choose it. */
function parametersOf(resource: string, operation: string): INodeProperties[] {
	return NODE.filter(
		(one) =>
			!CHOOSERS.includes(one.name) &&
			shownFor(one, 'resource', resource) &&
			shownFor(one, 'operation', operation),
	);
}

/** Push of all record types in one table, as most of their parameters are the same. */
function pushTable(resources: Labels): string[] {
	const rows = new Map<string, { row: Row; types: Set<string> }>();
	const pushing = [...resources].filter(([value]) => labelsOf('operation', value).has('push'));
	for (const [value, label] of pushing) {
		const properties = parametersOf(value, 'push');
		for (const row of properties.flatMap((property) => rowsOf(property, properties))) {
			const key = JSON.stringify(row);
			const { types } = rows.get(key) ?? { types: new Set() };
			rows.set(key, { row, types: types.add(label) });
		}
	}
	const lines = [...rows.values()].map(({ row, types }) => [
		row.name,
		types.size === pushing.length ? 'all' : [...types].join(', '),
		row.meaning,
		row.standard,
	]);
	const isOption = ([name]: string[]) => name.startsWith('Options > ');
	const heads = ['Parameter', 'Records', 'Meaning', 'Default'];
	return [
		...tableLines(
			heads,
			lines.filter((line) => !isOption(line)),
		),
		'### Options of push',
		'',
		...tableLines(
			heads,
			lines.filter(isOption).map(([name, ...cells]) => [name.replace('Options > ', ''), ...cells]),
		),
	];
}

/** By its whole name: without it, tsx takes the JSON file beside it. */
const TRIGGER = join(__dirname, '../nodes/Ometria/OmetriaTrigger.node.ts');

/** @returns the whole page */
export async function optionsDoc(): Promise<string> {
	const { OmetriaTrigger } = (await import(TRIGGER)) as typeof Trigger;
	const resources = labelsOf('resource');
	const others = [...resources].flatMap(([resource, label]) =>
		[...labelsOf('operation', resource)]
			.filter(([operation]) => operation !== 'push')
			.flatMap(([operation, name]) => [
				`### ${label}: ${name}`,
				'',
				...table(parametersOf(resource, operation)),
			]),
	);
	return [
		'# Parameters and options',
		'',
		"Written by `npm run docs` from the nodes' own descriptions; do not edit.",
		'',
		"Names are those that the editor shows. An option that you do not add has its default. What n8n itself has on the _Settings_ tab is in n8n's documentation; leave [Retry On Fail off](../README.md#leave-retry-on-fail-off).",
		'',
		'## Push',
		'',
		'An `@type`, `@collection` or `@merge` in an item takes precedence over the parameter. Which _Format Settings_ each input format has, [its section](formats.md) says.',
		'',
		...pushTable(resources),
		'## Other operations',
		'',
		...others,
		'## Ometria Trigger',
		'',
		...table(new OmetriaTrigger().description.properties),
		'## Credential: Ometria API',
		'',
		...table(new OmetriaApi().properties),
	].join('\n');
}

if (require.main === module) {
	void optionsDoc().then((page) => {
		writeFileSync(join(__dirname, '..', 'docs', 'options.md'), page);
	});
}
