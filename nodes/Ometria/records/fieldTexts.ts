import type { Field, Kind, Shape } from './field';
import { SHAPES } from './schemas';
import type { RecordType } from './types';

/** What a value must be, in words. */
export function kindText(kind: Kind): string {
	switch (kind.name) {
		case 'text':
			return kind.form === undefined ? 'text' : `text (${kind.form === 'id' ? 'ID' : kind.form})`;
		case 'isoCode':
			return kind.what;
		case 'number':
			return kind.unit === 'whole' ? 'whole number' : 'number';
		case 'boolean':
			return 'true or false';
		case 'dateTime':
			return 'date and time, ISO 8601 with a time zone';
		case 'date':
			return 'date, YYYY-MM-DD';
		case 'choice':
			return `${kind.closed ? 'one of ' : ''}${kind.values.join(', ')}${kind.closed ? '' : ' or others'}`;
		case 'openObject':
			return 'object with your own fields';
		case 'object':
			return 'object';
		case 'list':
			return kind.of === 'id' ? 'list of IDs' : 'list of texts';
		case 'objects':
			return `list of ${kind.singular}s`;
	}
}

const REQUIRED = { always: ', required', create: ', needed for a new record' } as const;

function fieldLine(path: string, { kind, required, description }: Field): string {
	return `- ${path}: ${kindText(kind)}${required ? REQUIRED[required] : ''}. ${description}`;
}

function fieldLines(shape: Shape, above: string): string[] {
	return Object.entries(shape).flatMap(([name, field]) => {
		const path = above + name;
		const { kind } = field;
		const line = fieldLine(path, field);
		if (kind.name === 'object') return [line, ...fieldLines(kind.shape, `${path}.`)];
		if (kind.name === 'objects') return [line, ...fieldLines(kind.shape, `${path}[].`)];
		return [line];
	});
}

/** One line for each field of a record type: path, what the value must be, whether it is required, meaning. */
export const fieldList = (type: RecordType): string[] => fieldLines(SHAPES[type], '');

function exampleOf(shape: Shape): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(shape).flatMap(([name, { kind, required, common, example }]) => {
			if (required === undefined && common !== true) return [];
			if (kind.name === 'objects') return [[name, [exampleOf(kind.shape)]]];
			return [[name, example]];
		}),
	);
}

/** A small record of this type: the examples of the fields that are required or common. */
export const exampleRecord = (type: RecordType): Record<string, unknown> => exampleOf(SHAPES[type]);
