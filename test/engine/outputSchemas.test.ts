import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { OUTPUT_SCHEMAS, SCHEMA_FOLDER, schemaText } from '../../scripts/outputSchemas';
import { contacts, push, sandboxFor } from '../support/push';
import { operate } from '../support/read';

test.each(Object.entries(OUTPUT_SCHEMAS))(
	'%s is what the script writes; if not, run "npm run docs"',
	(file, schema) => {
		expect(readFileSync(join(SCHEMA_FOLDER, file), 'utf8')).toBe(schemaText(schema));
	},
);

test('every operation has one', () => {
	const operations = new Ometria().description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map(
				(option) =>
					`${displayOptions?.show?.resource?.[0] as string}/${(option as { value: string }).value}.json`,
			),
		);
	expect(Object.keys(OUTPUT_SCHEMAS).sort()).toEqual(operations.sort());
});

test('they have the fields that the node puts out', async () => {
	const sandbox = await sandboxFor({ errorDelayMs: 0 });
	try {
		const { outputs } = await push(
			sandbox,
			contacts(1, () => ({ gender: 'unknown' })),
		);
		expect(Object.keys(outputs[0][0].json)).toEqual(
			Object.keys(OUTPUT_SCHEMAS['contact/push.json'].properties ?? {}),
		);
		const read = await push(sandbox, [{}], {
			resource: 'pushError',
			parameters: { operation: 'getMany' },
		});
		expect(Object.keys(read.outputs[0][0].json)).toEqual(
			Object.keys(OUTPUT_SCHEMAS['pushError/getMany.json'].properties ?? {}),
		);
	} finally {
		await sandbox.close();
	}
});

test.each([
	['profile/getMany', {}],
	['segment/getMany', {}],
	['segment/getContacts', { segmentId: { __rl: true, mode: 'id', value: '635' } }],
	['unsubscribe/getMany', {}],
	['dataDeletionRequest/getMany', {}],
	['customField/getMany', {}],
	['transactionalEmail/send', { templateId: '1', toEmail: 'a@b.example' }],
	[
		'profile/merge',
		{ survivorValue: '1', customersToMerge: { customer: [{ type: 'customer_id', value: '2' }] } },
	],
] as const)('%s: no field comes that is not announced', async (operation, parameters) => {
	const sandbox = await sandboxFor();
	try {
		const { json } = await operate(sandbox, operation, parameters as INodeParameters);
		expect(json.length).toBeGreaterThan(0);
		const announced = Object.keys(OUTPUT_SCHEMAS[`${operation}.json`].properties ?? {});
		for (const one of json) expect(announced).toEqual(expect.arrayContaining(Object.keys(one)));
	} finally {
		await sandbox.close();
	}
});
