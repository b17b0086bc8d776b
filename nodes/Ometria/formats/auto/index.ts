import { isObject } from '../../utils/json';
import { tooManyFields } from '../../utils/size';
import { counted } from '../../utils/text';
import { INPUT_FORMATS } from '../index';
import type { FormatRecordType, FormatSettings, ItemReading, ReadAs } from '../types';
import { detector, OMETRIA, TABLE } from './detect';

/** The value of Input Format where each item is recognised by what only its kind has. */
export const AUTO_FORMAT = 'auto';

/** The value of Input Format for items that are Ometria records already, or mapped by hand. */
export const OMETRIA_FORMAT = 'ometria';

const RECORD: ReadAs = { format: OMETRIA_FORMAT };

/** How the items of a format are called in the note on what was detected. */
const ITEMS: Readonly<Record<string, readonly [one: string, several: string]>> = {
	[OMETRIA]: ["record with Ometria's names", "records with Ometria's names"],
	[TABLE]: ['row of a table', 'rows of a table'],
};

/** "Input Format was detected: 996 rows of a table and 4 payloads of Shopify". */
function takenText(counts: ReadonlyMap<string, number>): string {
	const texts = [...counts].map(([value, count]) => {
		const { name = OMETRIA } = INPUT_FORMATS.find((format) => format.value === value) ?? {};
		const [one, several] = ITEMS[name] ?? [`payload of ${name}`, `payloads of ${name}`];
		return counted(count, one, several);
	});
	return `Input Format was detected: ${texts.join(' and ')}`;
}

/** Whether the user set how columns are read, which only rows of a table have. */
function hasColumnSettings({ idColumn, columns }: FormatSettings): boolean {
	return idColumn !== undefined || columns !== undefined;
}

/** Reads each item by what it is recognised as. */
export function detectedReading(type: FormatRecordType): ItemReading {
	const formats = formatsOf(type);
	const readings = new Map<string, ReadAs>(
		formats.map(({ name, value, operation }) => [
			name,
			// Rows and records of the same names come to the same.
			{ format: value, operation, merge: name === TABLE ? undefined : operation.merge },
		]),
	);
	return {
		settings: [...new Set(formats.flatMap(({ operation }) => operation.settings))],
		gathers: formats.some(({ operation }) => operation.gather !== undefined),
		begin: () => {
			const detect = detector(type);
			return (json, settings) => {
				// What is not an object is found where records are prepared.
				if (!isObject(json)) return RECORD;
				// And so is one that is refused for its number of fields, before they are looked at.
				if (tooManyFields(json) !== undefined) return RECORD;
				const detected = detect(json, hasColumnSettings(settings));
				return 'problem' in detected ? detected : (readings.get(detected.format) ?? RECORD);
			};
		},
		takenText,
	};
}

/** The formats that a type of record has. */
export function formatsOf(type: FormatRecordType) {
	return INPUT_FORMATS.flatMap((format) => {
		const operation = format.operations[type];
		return operation ? [{ ...format, operation }] : [];
	});
}

/**
 * How items are read by a value of Input Format.
 *
 * @returns undefined where they are records of Ometria already
 */
export function readingFor(type: FormatRecordType, format: string): ItemReading | undefined {
	if (format === AUTO_FORMAT) return detectedReading(type);
	const operation = formatsOf(type).find(({ value }) => value === format)?.operation;
	if (!operation) return undefined;
	const { merge, settings, gather } = operation;
	const as = { format, operation, merge };
	return { settings, gathers: gather !== undefined, begin: () => () => as };
}

/** The values of Input Format that a type of record has. */
export function formatValues(type: FormatRecordType): string[] {
	return [AUTO_FORMAT, OMETRIA_FORMAT, ...formatsOf(type).map(({ value }) => value)];
}
