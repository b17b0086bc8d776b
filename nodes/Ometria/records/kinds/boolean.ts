import { yesOrNo } from '../consentWords';
import { isBlankText, leaveOut, type RecordFindings } from '../findings';

const EXPECTED = 'true or false';

/** Booleans; shops and spreadsheets write them in several unambiguous ways, in their languages. */
export function checkBoolean(findings: RecordFindings, name: string, value: unknown): unknown {
	if (typeof value === 'boolean') return value;
	if (isBlankText(value)) return leaveOut(findings, name, EXPECTED, value);
	const meaning = yesOrNo(value);
	if (meaning === undefined) {
		findings.add(name, 'not_a_boolean', { expected: EXPECTED, value });
		return value;
	}
	if (findings.rules.convertTypes) return meaning;
	// One of Ometria's articles shows booleans as texts, so this is not a certain failure.
	findings.add(name, 'boolean_as_text', { expected: EXPECTED, value });
	return value;
}
