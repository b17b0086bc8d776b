import { nearest } from '../nearest';
import { isBlank, leaveOut, type Walk } from '../findings';

/** One of several words. Consent is never altered, not even in its letters' case. */
export function checkChoice(
	walk: Walk,
	name: string,
	value: unknown,
	values: readonly string[],
	closed: boolean,
): unknown {
	const expected = `one of ${values.join(', ')}`;
	if (typeof value === 'string' && values.includes(value)) return value;
	if (isBlank(value) && (closed || walk.rules.convertTypes))
		return leaveOut(walk, name, expected, value);
	if (!closed) {
		if (typeof value !== 'string') {
			walk.mismatch(name, 'not_text', expected, value);
			return value;
		}
		const word = value.trim().toLowerCase();
		if (walk.rules.convertTypes && values.includes(word)) return word;
		walk.doubtfulValue(name, 'choice', expected, value);
		return value;
	}
	if (typeof value === 'boolean') {
		walk.doubtfulValue(name, 'old_form', expected, value, 'true and false are an older form');
		return value;
	}
	const near = typeof value === 'string' ? nearest(value.trim().toUpperCase(), values) : undefined;
	walk.mismatch(name, 'choice', expected, value, near ? `Did you mean ${near}?` : '');
	return value;
}
