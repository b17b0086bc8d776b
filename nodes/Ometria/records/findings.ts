import { nameInOutput, shorten } from '../utils/text';
import { cleanIdentifier } from './identifiers';
import { type FindingReason, rankOf, ruleOf, textOf, type TextParameters } from './rules';
import { type Expectation, written } from './rules/rule';
import type { RecordRules, RecordType, UnknownField, Validation } from './types';

/** Something about a record that is wrong or doubtful. */
export interface Finding {
	reason: FindingReason;
	/**
	 * In Ometria's notation, positions from 0: `lineitems > 2 > quantity`; where a payload cannot be
	 * read, its path. '' for the record as a whole.
	 */
	field: string;
	/** What happened and what to do, in a sentence or two. */
	message: string;
	/** Of what stops a record: what was expected and found, where that is what the message says. */
	expectation?: Expectation;
	/** In how many places of the record, where there are several: lines that have the same. */
	places?: number;
	/** Of `more_warnings`: how many kinds there are that are not listed. */
	more?: number;
	/** Of a finding about the names that Ometria does not document: which ones. */
	unknown?: UnknownNames;
}

/** The unknown names of one record: the first of them, and how many more there are. */
export interface UnknownNames {
	fields: readonly UnknownField[];
	more: number;
}

/** Errors, and kinds of warnings, of a record that are kept; beyond that they are only counted. */
export const MOST_FINDINGS = 20;
/** Characters of a path that a message shows. */
const PATH_LENGTH = 100;
/** Characters of a message, whatever it is made of. */
const MESSAGE_LENGTH = 2000;

/** Warnings of one reason and place: the first of them, and its place without positions in lists. */
interface RepeatedFinding {
	first: Finding;
	place: string;
}

const NO_FINDINGS: readonly Finding[] = [];

/** A finding, with its text. */
export function finding<R extends FindingReason>(
	field: string,
	reason: R,
	...parameters: TextParameters<R>
): Finding {
	return findingOf(field, reason, parameters);
}

function findingOf<R extends FindingReason>(
	field: string,
	reason: R,
	parameters: TextParameters<R>,
): Finding {
	const said = textOf(reason, parameters);
	const text = shorten(written(said), MESSAGE_LENGTH);
	const hasPlace = field === '' || ruleOf(reason).isSentence === true;
	const message = hasPlace ? text : `"${shorten(field, PATH_LENGTH)}": ${text}`;
	const found = { reason, field: nameInOutput(field), message };
	const { level } = ruleOf(reason);
	const stops = level === 'refusal' || level === 'error';
	return stops && typeof said === 'object' ? { ...found, expectation: said } : found;
}

/** What was found in one record or payload, and where in it. */
export class Findings {
	// They grow in place: a copy for each finding makes a record with many of them quadratic.
	readonly errors: Finding[] = [];
	/** Errors that were found and are not kept. */
	moreErrors = 0;
	/** One warning of each kind: the same reason at the same place, whatever the position in a list. */
	private kinds: RepeatedFinding[] | undefined;
	/** Kinds of warnings that are not kept. */
	private moreKinds: Set<string> | undefined;
	protected readonly path: Array<string | number> = [];

	constructor(readonly validation: Validation = 'standard') {}

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

	/**
	 * Whether it ends as an error or a warning stands in the reason's rule. The text is made only for
	 * what is kept.
	 *
	 * @param field below what was entered; '' for that itself
	 */
	add<R extends FindingReason>(field: string, reason: R, ...parameters: TextParameters<R>): void {
		const { level } = ruleOf(reason);
		if (this.validation === 'off' && level !== 'refusal') return;
		const stops =
			level === 'refusal' ||
			level === 'error' ||
			(level === 'warning' && this.validation === 'strict');
		if (!stops) this.keep(field, reason, parameters);
		else if (this.isFull) this.moreErrors++;
		else this.errors.push(findingOf(this.pathOf(field), reason, parameters));
	}

	/** Adds what was found in another part of the payload; it names its place itself. */
	addAll({ errors, kinds = [] }: Findings): void {
		this.errors.push(...errors.slice(0, MOST_FINDINGS - this.errors.length));
		this.kinds ??= [];
		for (const { first, place } of kinds.slice(0, MOST_FINDINGS - this.kinds.length)) {
			this.kinds.push({ first: { ...first }, place });
		}
	}

	protected pathOf(field: string): string {
		return (field === '' ? this.path : [...this.path, field]).join(' > ');
	}

	/** The kinds of warnings, and one that says how many more there are. */
	get warnings(): readonly Finding[] {
		if (this.kinds === undefined) return NO_FINDINGS;
		const kept = this.kinds.map((kind) => kind.first);
		const more = this.moreKinds?.size ?? 0;
		if (more === 0) return kept;
		return [...kept, { ...finding('', 'more_warnings', { kinds: more }), more }];
	}

	private keep<R extends FindingReason>(
		field: string,
		reason: R,
		parameters: TextParameters<R>,
	): void {
		const place = this.placeOf(field);
		this.kinds ??= [];
		for (const { first, place: other } of this.kinds) {
			if (first.reason !== reason || other !== place) continue;
			first.places = (first.places ?? 1) + 1;
			return;
		}
		const room = this.roomFor(this.kinds, reason, place);
		if (room === undefined) return;
		const first = findingOf(this.pathOf(field), reason, parameters);
		this.kinds[room] = { first, place };
	}

	/** The path without positions; made for each finding, so without lists. */
	private placeOf(field: string): string {
		let place = '';
		for (const step of this.path) place += typeof step === 'number' ? '* > ' : `${step} > `;
		return isPosition(field) ? `${place}*` : place + field;
	}

	/** Where a further kind is kept: at the end, or in place of one that matters less. */
	private roomFor(
		kinds: readonly RepeatedFinding[],
		reason: FindingReason,
		place: string,
	): number | undefined {
		if (kinds.length < MOST_FINDINGS) return kinds.length;
		const rank = rankOf(reason, place);
		const least = kinds.findIndex(({ first }) => rankOf(first.reason, first.field) > rank);
		this.moreKinds ??= new Set();
		if (least < 0) {
			this.moreKinds.add(`${reason} ${place}`);
			return undefined;
		}
		const { first, place: other } = kinds[least];
		this.moreKinds.add(`${first.reason} ${other}`);
		return least;
	}
}

/** What a check of one record found. */
export class RecordFindings extends Findings {
	/** Currency of the object that is checked, for amounts; undefined when none is given. */
	currency: string | undefined;
	/** Whether an unknown name has a dot, so that it may be the path of a field. */
	hasDottedName = false;
	private unknownFields: Map<string, UnknownField> | undefined;
	private moreUnknown = 0;
	/** The warning about all unknown names. */
	private unknown: Finding | undefined;

	constructor(
		readonly type: RecordType,
		readonly rules: RecordRules,
	) {
		super(rules.validation);
	}

	/**
	 * A name that Ometria does not document.
	 *
	 * @param meant gives the name that was probably meant; called for what is kept only
	 */
	noteUnknownName(name: string, meant: (name: string) => string | undefined): void {
		if (this.validation === 'off') return;
		// The same name in each entry of a list is one name.
		const key = foldPositions([...this.path, name]).join(' > ');
		this.unknownFields ??= new Map();
		if (this.unknownFields.has(key)) return;
		if (this.unknownFields.size < MOST_FINDINGS) {
			this.unknownFields.set(key, { path: this.pathOf(name), meant: meant(name) });
		} else this.moreUnknown++;
	}

	override get warnings(): readonly Finding[] {
		return this.unknown ? [this.unknown, ...super.warnings] : super.warnings;
	}

	/** Adds one finding for all the unknown names of the record. */
	addUnknownNames(): void {
		if (this.unknownFields === undefined) return;
		const isDropped = this.rules.unknownFields === 'drop';
		const unknown = { fields: [...this.unknownFields.values()], more: this.moreUnknown };
		const reason = isDropped ? 'unknown_field_dropped' : 'unknown_field';
		const found = { ...finding(unknown.fields[0].path, reason, unknown), unknown };
		if (isDropped || this.validation !== 'strict') this.unknown = found;
		else if (this.isFull) this.moreErrors++;
		else this.errors.push(found);
	}
}

/** Steps of a path without the positions in lists: `lineitems > 2 > sku` and `lineitems > 5 > sku` are one. */
function foldPositions(steps: ReadonlyArray<string | number>): Array<string | number> {
	return steps.map((step) => (typeof step === 'number' || isPosition(step) ? '*' : step));
}

/** A path without positions: those in a list are one kind, digits inside a name are not. */
export function folded(path: string): string {
	const steps = path.replace(/\[\d+\]/g, '[*]');
	return steps.includes(' > ') ? foldPositions(steps.split(' > ')).join(' > ') : steps;
}

function isPosition(step: string): boolean {
	// Most names are none, which their first character says.
	return step.charCodeAt(0) <= 0x39 && /^\d+$/.test(step);
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

/** Whether a value is a text with nothing but spaces in it, as an empty cell of a spreadsheet. */
export function isBlankText(value: unknown): boolean {
	return typeof value === 'string' && !isVisible(value, 0) && value.trim() === '';
}

/**
 * An empty text in a field that holds no text: it says nothing, and sent as it is it would fail. It is
 * left out where values are converted; otherwise it is an error.
 */
export function leaveOut(
	findings: RecordFindings,
	field: string,
	expected: string,
	value: unknown,
): unknown {
	if (!findings.rules.convertTypes) {
		findings.add(field, 'empty_value', { expected, value });
		return value;
	}
	findings.add(field, 'empty_left_out');
	return LEFT_OUT;
}

/** An empty text in a text field: sent for a stored record it may delete what is there. */
export function emptyText(findings: RecordFindings, field: string, value: string): unknown {
	if (findings.rules.emptyValues === 'sendAll') return value;
	findings.add(field, 'empty_left_out');
	return LEFT_OUT;
}

/** An identifier as {@link cleanIdentifier} gives it, where values are converted; otherwise a warning. */
export function withoutSpaces(findings: RecordFindings, field: string, value: string): string {
	const cleaned = cleanIdentifier(value);
	if (cleaned === value) return value;
	if (!findings.rules.convertTypes) {
		findings.add(field, 'surrounding_spaces');
		return value;
	}
	findings.add(field, /^\s*['’`]/.test(value) ? 'text_mark_removed' : 'spaces_removed');
	return cleaned;
}
