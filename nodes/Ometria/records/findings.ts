import { parseJson } from '../utils/json';
import { shorten } from '../utils/text';
import type { Finding, RecordRules } from './types';

/** A value as it is shown in a message. */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (typeof value === 'bigint') return shorten(value.toString(), 60);
	try {
		return shorten(JSON.stringify(value) ?? typeof value, 60);
	} catch {
		return 'a value that cannot be written as JSON';
	}
}

/** What a check of one record found, and where in the record it is. */
export class Findings {
	// They grow in place: a copy for each finding makes a record with many of them quadratic.
	readonly errors: Finding[] = [];
	readonly warnings: Finding[] = [];
	private readonly path: Array<string | number> = [];

	constructor(readonly rules: RecordRules) {}

	enter(step: string | number): void {
		this.path.push(step);
	}

	leave(): void {
		this.path.pop();
	}

	/** The value is certain to fail. */
	error(field: string | undefined, code: string, text: string): void {
		if (this.rules.validation === 'off') return;
		this.errors.push(this.finding(field, code, text));
	}

	/** The value may fail, or is not what the user may think. */
	warn(field: string | undefined, code: string, text: string): void {
		if (this.rules.validation === 'off') return;
		if (this.rules.validation === 'strict') this.error(field, code, text);
		else this.warnings.push(this.finding(field, code, text));
	}

	/** Something the user chose and should see, in `strict` too. */
	info(field: string, code: string, text: string): void {
		if (this.rules.validation !== 'off') this.warnings.push(this.finding(field, code, text));
	}

	/** "expected …, found …", and what to do. */
	mismatch(field: string, code: string, expected: string, value: unknown, fix = ''): void {
		this.error(field, code, expectation(expected, value, fix));
	}

	warnMismatch(field: string, code: string, expected: string, value: unknown, fix = ''): void {
		this.warn(field, code, expectation(expected, value, fix));
	}

	private finding(field: string | undefined, code: string, text: string): Finding {
		const path = (field === undefined ? this.path : [...this.path, field]).join(' > ');
		return { path, code, message: path === '' ? text : `"${path}": ${text}` };
	}
}

function expectation(expected: string, value: unknown, fix: string): string {
	return `expected ${expected}, found ${shown(value)}${fix && `. ${fix}`}`;
}

/** Whether a field says nothing. */
export function isMissing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** What a text of JSON holds, as a cell of a spreadsheet or a JSON column of the editor gives it. */
export function jsonIn(value: unknown): unknown {
	return typeof value === 'string' && /^\s*[[{]/.test(value) ? (parseJson(value) ?? value) : value;
}

/** What a check gives for a value that is better left out: an empty cell where no text is wanted. */
export const LEFT_OUT = Symbol('left out');

/**
 * An empty cell of a spreadsheet, in a field that holds no text: it says nothing, and sent as it is
 * it would fail.
 */
export function isBlank(value: unknown): boolean {
	return typeof value === 'string' && value.trim() === '';
}

/** Leaves a blank out where values are converted; otherwise it is a problem. */
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
	findings.warn(field, 'blank', 'was empty and is left out');
	return LEFT_OUT;
}
