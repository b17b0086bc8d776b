import { listed, shown } from '../../utils/text';

/**
 * What a reason does to a record:
 * - `refusal`: it is not sent, whatever Validation is
 * - `error`: it is not sent, unless Validation is Off
 * - `warning`: it is sent, unless Validation is Strict
 * - `notice`: it is sent, and the user should know
 * - `info`: something was done as documented
 * - `failure`: what came of a request, or of the node as a whole
 */
export type Level = 'refusal' | 'error' | 'warning' | 'notice' | 'info' | 'failure';

/** How bad a warning is beside others: `run` makes the rest of the run meaningless. */
export type Severity = 'run' | 'serious' | 'minor';

/** One reason: what it does, what it says, and its row in docs/reasons.md. */
export interface Rule {
	level: Level;
	/** `serious` is about money, consent or identity; most have none, and stand between it and `minor`. */
	severity?: Severity;
	/** Whether the text names its place itself; otherwise `"field": ` goes before it. */
	isSentence?: true;
	/** What is said of the field, from the facts of the case, and what to do. */
	text?: (parameters: never) => Text;
	/** For docs/reasons.md: what happened, in Markdown. */
	happened: string;
	/** For docs/reasons.md: what to do. */
	fix: string;
}

/** A value that is not what it should be; `fix` says what to do, '' where the expectation says it. */
export interface Expectation {
	expected: string;
	value: unknown;
	fix: string;
}

/** What is said of a field: in its own words, or what was expected and found. */
export type Text = string | Expectation;

/** "expected …, found …", and what to do. */
export function expectation(expected: string, value: unknown, fix = ''): Expectation {
	return { expected, value, fix };
}

/** A text as one or two sentences. */
export function written(text: Text): string {
	if (typeof text === 'string') return text;
	const { expected, value, fix } = text;
	return `expected ${expected}, found ${shown(value)}${fix && `. ${fix}`}`;
}

export const TURN_ON_CONVERT = 'Turn on Convert Types';

const MOST_SHOWN = 5;

/** The first of some names, and how many more there are. */
export function firstOf(names: readonly string[]): string {
	return listed(names, (name) => name, { most: MOST_SHOWN });
}
