import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkRecord, type RecordType } from '../../../nodes/Ometria/records';
import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { recordsDoc } from '../../../scripts/recordsDoc';
import { STANDARD } from '../../support/records';

test('docs/records.md is what the schemas say; if not, run "npm run docs"', () => {
	expect(readFileSync(join(__dirname, '../../../docs/records.md'), 'utf8')).toBe(recordsDoc());
});

const examples = Object.entries(SHAPES).flatMap(([type, shape]) =>
	Object.entries(shape).map(
		([name, schema]) => [type as RecordType, name, schema.example] as const,
	),
);

test.each(examples)('the example of %s > %s is valid', (type, name, example) => {
	const record = { id: 'x', event_type: 'e', timestamp: '2026-01-15T10:07:12Z', [name]: example };
	const checked = checkRecord(type, record, STANDARD, { merges: true });
	expect(checked.ok && checked.record[name]).toBe(example);
});

test('consent is described in one sentence that says what happens', () => {
	for (const name of ['marketing_optin', '@force_optin']) {
		expect(SHAPES.contact[name].description).toMatch(/opt-in/);
	}
	for (const [, schema] of Object.entries(SHAPES.contact)) {
		expect(schema.description).not.toMatch(/\.\s/);
	}
});
