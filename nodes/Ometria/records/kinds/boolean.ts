import { type Findings, isBlank, leaveOut } from '../findings';

const EXPECTED = 'true or false';
const FIX = 'Words of other languages are not guessed: give true or false with an expression';
const MEANINGS = new Map<string, boolean>([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);

/** Booleans; shops and spreadsheets write them in several unambiguous ways. */
export function checkBoolean(findings: Findings, name: string, value: unknown): unknown {
	if (typeof value === 'boolean') return value;
	if (isBlank(value)) return leaveOut(findings, name, EXPECTED, value);
	const meaning =
		typeof value === 'string' || typeof value === 'number'
			? MEANINGS.get(String(value).trim().toLowerCase())
			: undefined;
	if (meaning === undefined) {
		findings.mismatch(name, 'not_a_boolean', EXPECTED, value, FIX);
		return value;
	}
	if (findings.rules.convertTypes) return meaning;
	// One of Ometria's articles shows booleans as texts, hence no certain failure.
	findings.warnMismatch(name, 'boolean_as_text', EXPECTED, value, 'Turn on Convert Types');
	return value;
}
