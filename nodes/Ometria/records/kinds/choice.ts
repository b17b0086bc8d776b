import type { Kind } from '../field';
import { isBlankText, leaveOut, type RecordFindings } from '../findings';
import { nearest } from '../nearest';

/** One of several words. Consent is never altered, not even in its letters' case. */
export function checkChoice(
	findings: RecordFindings,
	name: string,
	value: unknown,
	{ values, closed }: Extract<Kind, { name: 'choice' }>,
): unknown {
	const expected = `one of ${values.join(', ')}`;
	if (typeof value === 'string' && values.includes(value)) return value;
	if (isBlankText(value) && (closed || findings.rules.convertTypes)) {
		return leaveOut(findings, name, expected, value);
	}
	if (!closed) {
		if (typeof value !== 'string') {
			findings.add(name, 'not_text', { expected, value });
			return value;
		}
		const word = value.trim().toLowerCase();
		if (findings.rules.convertTypes && values.includes(word)) return word;
		findings.add(name, 'unusual_word', { expected, value });
		return value;
	}
	if (typeof value === 'boolean') {
		findings.add(name, 'consent_as_boolean', { expected, value });
		return value;
	}
	const near = typeof value === 'string' ? nearest(value.trim().toUpperCase(), values) : undefined;
	findings.add(name, 'unknown_word', { values, value, near });
	return value;
}
