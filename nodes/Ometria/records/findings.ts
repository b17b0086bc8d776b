import { shorten, shown, trimInvisible } from '../utils/text';
import type { Finding, RecordRules, RecordType, UnknownField, UnknownFieldsFound } from './types';

/** Findings of a record that are kept; beyond that they are only counted. */
export const MOST_FINDINGS = 20;
/** Characters of a path that a message shows. */
const PATH_LENGTH = 100;

/** What a check of one record found, and where in the record it is. */
export class Findings {
	// They grow in place: a copy for each finding makes a record with many of them quadratic.
	readonly errors: Finding[] = [];
	readonly warnings: Finding[] = [];
	/** Errors that were found and are not kept. */
	moreErrors = 0;
	/** Currency of the object that is checked, for amounts; undefined when none is given. */
	currency: string | undefined;
	private readonly path: Array<string | number> = [];
	/** Whether an unknown name has a dot, so that it may be the path of a field. */
	hasDottedName = false;
	private unknownFields: Map<string, UnknownField> | undefined;
	private moreUnknown = 0;

	constructor(
		readonly type: RecordType,
		readonly rules: RecordRules,
	) {}

	enter(step: string | number): void {
		this.path.push(step);
	}

	leave(): void {
		this.path.pop();
	}

	/** Whether further errors are only counted, so that no text is needed for them. */
	get isFull(): boolean {
		return this.errors.length >= MOST_FINDINGS;
	}

	/** The value is certain to fail. */
	error(field: string | undefined, code: string, text: string): void {
		if (this.rules.validation === 'off') return;
		if (this.isFull) this.moreErrors++;
		else this.errors.push(this.finding(field, code, text));
	}

	/** The value may fail, or is not what the user may think. */
	warn(field: string | undefined, code: string, text: string): void {
		if (this.rules.validation === 'strict') this.error(field, code, text);
		else this.keep(field, code, text);
	}

	/** Something that was done as documented and the user should see, in `strict` too. */
	info(field: string, code: string, text: string): void {
		this.keep(field, code, text, 'info');
	}

	/** "expected …, found …", and what to do. */
	mismatch(field: string, code: string, expected: string, value: unknown, fix = ''): void {
		// Writing a large value is costly, and only what is kept needs it.
		this.error(field, code, this.isFull ? '' : expectation(expected, value, fix));
	}

	warnMismatch(field: string, code: string, expected: string, value: unknown, fix = ''): void {
		if (this.rules.validation === 'strict') this.mismatch(field, code, expected, value, fix);
		else this.keep(field, code, expectation(expected, value, fix));
	}

	/**
	 * A name that Ometria does not document.
	 *
	 * @param meant gives the name that was probably meant; called for what is kept only
	 */
	unknown(name: string, meant: (name: string) => string | undefined): void {
		if (this.rules.validation === 'off') return;
		// The same name in each entry of a list is one name.
		const key = foldPositions([...this.path, name]).join(' > ');
		this.unknownFields ??= new Map();
		if (this.unknownFields.has(key)) return;
		if (this.unknownFields.size < MOST_FINDINGS) {
			this.unknownFields.set(key, { path: this.pathOf(name), meant: meant(name) });
		} else this.moreUnknown++;
	}

	/** The unknown names; undefined when there are none. */
	unknownFound(treatment: UnknownFieldsFound['treatment']): UnknownFieldsFound | undefined {
		if (this.unknownFields === undefined) return undefined;
		return { fields: [...this.unknownFields.values()], more: this.moreUnknown, treatment };
	}

	/** One finding for all unknown names: an error in `strict`, where they are sent. */
	addUnknown(unknown: UnknownFieldsFound, message: string): void {
		const finding: Finding = {
			path: unknown.fields[0].path,
			code: 'unknown_field',
			message,
			unknown,
		};
		if (this.rules.validation !== 'strict' || unknown.treatment === 'dropped') {
			this.warnings.push(finding);
		} else if (this.isFull) this.moreErrors++;
		else this.errors.push(finding);
	}

	private pathOf(field: string | undefined): string {
		return (field === undefined ? this.path : [...this.path, field]).join(' > ');
	}

	private keep(field: string | undefined, code: string, text: string, level?: 'info'): void {
		if (this.rules.validation === 'off') return;
		let place = this.warnings.length;
		if (place >= MOST_FINDINGS) {
			if (this.path.length > 0) return;
			// What concerns the record itself goes before what concerns one of its many lines.
			place = this.warnings.findIndex(({ path }) => path.includes(' > '));
			if (place < 0) return;
		}
		this.warnings[place] = this.finding(field, code, text, level);
	}

	private finding(field: string | undefined, code: string, text: string, level?: 'info'): Finding {
		const path = this.pathOf(field);
		const message = path === '' ? text : `"${shorten(path, PATH_LENGTH)}": ${text}`;
		return level === undefined ? { path, code, message } : { path, code, message, level };
	}
}

/** Steps of a path without the positions in lists: `lineitems > 2 > sku` and `lineitems > 5 > sku` are one. */
export function foldPositions(steps: ReadonlyArray<string | number>): Array<string | number> {
	return steps.map((step) => (typeof step === 'number' || /^\d+$/.test(step) ? '*' : step));
}

function expectation(expected: string, value: unknown, fix: string): string {
	return `expected ${expected}, found ${shown(value)}${fix && `. ${fix}`}`;
}

/** Whether a field says nothing. */
export function isMissing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** What a check gives for a value that is better left out: an empty cell where no text is wanted. */
export const LEFT_OUT = Symbol('left out');

/** Whether a character is surely no space; most texts need no closer look. */
function isVisible(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code > 0x20 && code < 0x7f;
}

/** Whether a value is an empty cell of a spreadsheet. */
export function isBlank(value: unknown): boolean {
	return typeof value === 'string' && !isVisible(value, 0) && value.trim() === '';
}

/**
 * An empty text in a field that holds no text: it says nothing, and sent as it is it would fail. It is
 * left out where values are converted; otherwise it is an error.
 */
export function leaveOut(
	findings: Findings,
	field: string,
	expected: string,
	value: unknown,
): unknown {
	if (!findings.rules.convertTypes) {
		findings.mismatch(
			field,
			'blank',
			expected,
			value,
			'Leave the field out, or turn on Convert Types',
		);
		return value;
	}
	findings.info(field, 'blank', 'was empty and is left out');
	return LEFT_OUT;
}

/** An empty text in a text field: sent for a stored record it may delete what is there. */
export function emptyText(findings: Findings, field: string, value: string): unknown {
	if (findings.rules.emptyValues === 'sendAll') return value;
	findings.info(field, 'blank', 'was empty and is left out');
	return LEFT_OUT;
}

/** A text without what is invisible around it, where values are converted; otherwise a warning. */
export function withoutSpaces(findings: Findings, field: string, value: string): string {
	if (isVisible(value, 0) && isVisible(value, value.length - 1)) return value;
	const trimmed = trimInvisible(value);
	if (trimmed === value) return value;
	if (!findings.rules.convertTypes) {
		findings.warn(
			field,
			'spaces',
			'has spaces or invisible characters around it. Turn on Convert Types to remove them',
		);
		return value;
	}
	findings.info(
		field,
		'spaces',
		'had spaces or invisible characters around it, which were removed',
	);
	return trimmed;
}
