import Ajv from 'ajv/dist/2020';

import type { RecordType } from '../../../nodes/Ometria/records';
import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { recordSchema, schemaText } from '../../../scripts/recordSchemas';
import { textOf } from '../../support/project';

const TYPES = Object.keys(SHAPES) as RecordType[];
const ajv = new Ajv({ allowUnionTypes: true });
const accepts = (type: RecordType, record: unknown) => {
	const schema: Record<string, unknown> = { ...recordSchema(type) };
	// Ajv would look for the draft that it names.
	delete schema.$schema;
	return ajv.validate(schema, record);
};

const RECORD = { id: 'x', event_type: 'e', timestamp: '2026-01-15T10:07:12Z' };

test.each(TYPES)(
	'docs/schemas/%s.json is what the fields say; if not, run "npm run docs"',
	(type) => {
		expect(textOf(`docs/schemas/${type}.json`)).toBe(schemaText(type));
	},
);

test.each(TYPES)('the schema of a %s is a valid one of draft 2020-12', (type) => {
	expect(ajv.validateSchema(recordSchema(type))).toBe(true);
});

test.each(TYPES)('the schema of a %s takes the example of each field', (type) => {
	const wrong = Object.entries(SHAPES[type]).filter(
		([name, { example }]) => !accepts(type, { ...RECORD, [name]: example }),
	);
	expect(wrong.map(([name]) => name)).toEqual([]);
});

test('the schema refuses what the node refuses: a missing ID, a wrong type, an unknown consent', () => {
	expect(accepts('contact', RECORD)).toBe(true);
	expect(accepts('contact', {})).toBe(false);
	expect(accepts('contact', { ...RECORD, marketing_optin: 'yes' })).toBe(false);
	expect(accepts('order', { ...RECORD, lineitems: {} })).toBe(false);
	expect(accepts('order', { ...RECORD, timestamp: 'yesterday' })).toBe(false);
	expect(accepts('product', { ...RECORD, price: '12.50' })).toBe(false);
});
