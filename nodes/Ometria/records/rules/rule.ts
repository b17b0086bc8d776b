import { shown } from '../../utils/text';

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
	text?: (parameters: never) => string;
	/** For docs/reasons.md: what happened, in Markdown. */
	happened: string;
	/** For docs/reasons.md: what to do. */
	fix: string;
}

/** "expected …, found …", and what to do. */
export function expectation(expected: string, value: unknown, fix = ''): string {
	return `expected ${expected}, found ${shown(value)}${fix && `. ${fix}`}`;
}

export const TURN_ON_CONVERT = 'Turn on Convert Types';

const MOST_SHOWN = 5;

/** The first of some names, and how many more there are. */
export function firstOf(names: readonly string[]): string {
	const more = names.length - MOST_SHOWN;
	return `${names.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
