import { columnsOf, lineColumns } from '../../records/columns';
import { consentNameOf } from '../../records/consentNames';
import type { Shape } from '../../records/field';
import { SHAPES } from '../../records/schemas';
import {
	AMBIGUOUS_LINE_NAMES,
	AMBIGUOUS_NAMES,
	bareName,
	CONSENT_TIME_NAMES,
	LINE_NAMES,
	LINE_TEXT_NAMES,
	OPT_OUT_NAMES,
	PRICE_BEFORE_NAMES,
	SYNONYMS,
} from '../../records/synonyms';
import type { FormatRecordType } from '../types';
import { channelOf, CONSENT_VALUES, type ConsentColumn } from './consent';
import { NOTION_PREFIX } from './idColumn';

/** How a cell is read: as it is, or as a list or an object. */
export type CellReading = 'asIs' | 'structure';

/**
 * How near a heading is to Ometria's name: 0 the same, 1 but for space around it, 2 another spelling;
 * -1 where the user said what it is.
 */
export type Distance = -1 | 0 | 1 | 2;

/** What a heading means. */
export type Meaning =
	| {
			kind: 'field';
			field: string;
			reading: CellReading;
			distance: Distance;
	  }
	| { kind: 'consent'; consent: Omit<ConsentColumn, 'heading'> }
	| { kind: 'ambiguous'; fields: readonly string[] }
	| { kind: 'consentTime' }
	/** Of a line item, which has no field for it. */
	| { kind: 'lineText' }
	| { kind: 'priceBefore' }
	| { kind: 'rowNumber' }
	| { kind: 'notSent' }
	/** Known, and of no use to Ometria. */
	| { kind: 'useless' }
	| { kind: 'unknown' };

/** The Google Sheets node adds the number of the row to each item, which is not a column of the sheet. */
const ROW_NUMBER = 'row_number';

const LINE_FIELDS: ReadonlySet<string> = new Set(lineColumns().map(({ id }) => id));

/** Whether a heading is exactly a field: `email`, `customer.email`, `lineitems.sku`, `properties.points`. */
function isField(type: FormatRecordType, name: string): boolean {
	if (type === 'order' && LINE_FIELDS.has(name)) return true;
	const path = name.split('.');
	if (path.length === 2 && path[0] === 'properties') return !['', '__proto__'].includes(path[1]);
	let shape: Shape = SHAPES[type];
	for (const [position, step] of path.entries()) {
		if (!Object.hasOwn(shape, step)) return false;
		if (position === path.length - 1) return true;
		const { kind } = shape[step];
		if (kind.name !== 'object') return false;
		shape = kind.shape;
	}
	return false;
}

function isConsent(type: FormatRecordType, field: string): boolean {
	return type === 'contact' && Object.hasOwn(CONSENT_VALUES, field);
}

function addLineNames(
	add: (name: string, meaning: Meaning) => void,
	addField: (name: string, field: string) => void,
): void {
	for (const { id, displayName } of lineColumns()) {
		addField(id, id);
		addField(displayName, id);
	}
	for (const [field, names] of Object.entries(LINE_NAMES)) {
		for (const name of names) addField(name, `lineitems.${field}`);
	}
	for (const [name, fields] of Object.entries(AMBIGUOUS_LINE_NAMES)) {
		add(name, { kind: 'ambiguous', fields: fields.map((field) => `lineitems.${field}`) });
	}
	for (const name of LINE_TEXT_NAMES) add(name, { kind: 'lineText' });
}

/** What other spellings and synonyms mean for a record type, by bare name. */
function meanings(type: FormatRecordType): ReadonlyMap<string, Meaning> {
	const found = new Map<string, Meaning>();
	const structures = new Set<string>();
	const add = (name: string, meaning: Meaning) => found.set(bareName(name), meaning);
	const addConsent = (name: string, field: string, reading: 'optIn' | 'optOut') => {
		const named = reading === 'optOut' ? consentNameOf(name) : undefined;
		const channel = named?.channel === 'all' ? 'all' : channelOf(field);
		add(name, { kind: 'consent', consent: { field, reading, channel, isOwn: false } });
	};
	const addField = (name: string, field: string) => {
		if (isConsent(type, field)) {
			addConsent(name, field, 'optIn');
			return;
		}
		const reading = structures.has(field) ? 'structure' : 'asIs';
		add(name, { kind: 'field', field, reading, distance: 2 });
	};
	for (const { id, displayName, type: columnType } of columnsOf(type)) {
		// They decide over consent or over what is replaced: only by their exact names.
		if (id.startsWith('@')) continue;
		if (columnType === 'array' || columnType === 'object') structures.add(id);
		addField(id, id);
		addField(displayName, id);
	}
	for (const [field, names] of Object.entries(SYNONYMS[type])) {
		for (const name of names) addField(name, field);
	}
	for (const [name, fields] of Object.entries(AMBIGUOUS_NAMES[type])) {
		add(name, { kind: 'ambiguous', fields });
	}
	if (type === 'order') addLineNames(add, addField);
	if (type === 'product') for (const name of PRICE_BEFORE_NAMES) add(name, { kind: 'priceBefore' });
	if (type !== 'contact') return found;
	for (const [field, names] of Object.entries(OPT_OUT_NAMES)) {
		for (const name of names) addConsent(name, field, 'optOut');
	}
	for (const name of CONSENT_TIME_NAMES) add(name, { kind: 'consentTime' });
	return found;
}

const UNKNOWN: Meaning = { kind: 'unknown' };

/** What a heading that is not a field's name says of a contact's consent. */
function consentMeaning(heading: string): Meaning {
	const named = consentNameOf(heading);
	if (!named) return UNKNOWN;
	const { reading, channel, isOptOutTime } = named;
	if (isOptOutTime && channel === 'email') {
		return { kind: 'field', field: 'timestamp_unsubscribed', reading: 'asIs', distance: 2 };
	}
	return { kind: 'consent', consent: { reading, channel, isOwn: false } };
}

/** What a table of records of one type may have. */
export interface Names {
	/** What a heading means. */
	meaningOf: (heading: string) => Meaning;
	/** What a column is that the user sends as a field. */
	meaningAs: (field: string) => Meaning;
	/** Ometria's fields with their names in the editor, which are headings that match too. */
	labels: ReadonlyMap<string, string>;
}

export function namesOf(type: FormatRecordType): Names {
	const known = meanings(type);
	return {
		meaningOf: (heading) => {
			if (heading === ROW_NUMBER) return { kind: 'rowNumber' };
			// Space around it, and the byte order mark of a file's first cell, which counts as space.
			const name = heading.trim();
			if (name.startsWith(NOTION_PREFIX)) {
				const column = name.slice(NOTION_PREFIX.length);
				return (
					known.get(bareName(column)) ?? (type === 'contact' ? consentMeaning(column) : UNKNOWN)
				);
			}
			if (!isField(type, name)) {
				const meaning = known.get(bareName(name));
				return meaning ?? (type === 'contact' ? consentMeaning(name) : UNKNOWN);
			}
			if (isConsent(type, name)) {
				const channel = channelOf(name);
				return {
					kind: 'consent',
					consent: { field: name, reading: 'optIn', channel, isOwn: true },
				};
			}
			const distance = name === heading ? 0 : 1;
			return { kind: 'field', field: name, reading: 'asIs', distance };
		},
		meaningAs: (field) => {
			if (isConsent(type, field)) {
				const channel = channelOf(field);
				return { kind: 'consent', consent: { field, reading: 'optIn', channel, isOwn: false } };
			}
			// An expression may give anything.
			if (!isField(type, field)) return UNKNOWN;
			const usual = known.get(bareName(field));
			const isUsual = usual?.kind === 'field' && usual.field === field;
			return { kind: 'field', field, reading: isUsual ? usual.reading : 'asIs', distance: -1 };
		},
		labels: new Map(
			[...columnsOf(type), ...(type === 'order' ? lineColumns() : [])].map(
				({ id, displayName }) => [id, displayName],
			),
		),
	};
}
