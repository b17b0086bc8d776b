import { type Findings, isBlank, leaveOut } from '../findings';
import { nearest } from '../nearest';

const FIX = 'It is not guessed: choose the word for each of your values with an expression';

/** One of several words. Consent is never altered, not even in its letters' case. */
export function checkChoice(
	findings: Findings,
	name: string,
	value: unknown,
	values: readonly string[],
	closed: boolean,
): unknown {
	const expected = `one of ${values.join(', ')}`;
	if (typeof value === 'string' && values.includes(value)) return value;
	if (isBlank(value) && (closed || findings.rules.convertTypes)) {
		return leaveOut(findings, name, expected, value);
	}
	if (!closed) {
		if (typeof value !== 'string') {
			findings.mismatch(name, 'not_text', expected, value);
			return value;
		}
		const word = value.trim().toLowerCase();
		if (findings.rules.convertTypes && values.includes(word)) return word;
		findings.warnMismatch(name, 'choice', expected, value);
		return value;
	}
	if (typeof value === 'boolean') {
		findings.warnMismatch(name, 'old_form', expected, value, 'true and false are an older form');
		return value;
	}
	const near = typeof value === 'string' ? nearest(value.trim().toUpperCase(), values) : undefined;
	findings.mismatch(name, 'choice', expected, value, near ? `Did you mean ${near}?` : FIX);
	return value;
}
