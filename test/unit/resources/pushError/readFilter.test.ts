import type { INode } from 'n8n-workflow';

import { Parameters } from '../../../../nodes/Ometria/operations/parameters';
import { readFilter } from '../../../../nodes/Ometria/resources/pushError/readFilter';

/** Reads the filters of a node in which they are saved like this. */
function read(filters: Record<string, unknown>, timezone = 'UTC') {
	const node = { name: 'Ometria', parameters: { filters } } as unknown as INode;
	const resolve = (name: string, fallback: unknown) => filters[name.split('.')[1]] ?? fallback;
	return readFilter(new Parameters({ node, timezone, item: 0, read: resolve }));
}

describe('reading the Filters collection', () => {
	it('does not restrict what is not given', () => {
		for (const given of [
			{},
			{ recordIds: '', recordTypes: [], requestIds: ' ', since: '' },
			{ since: null },
		]) {
			expect(read(given)).toEqual({});
		}
	});

	it('reads lists as text, numbers and arrays', () => {
		expect(
			read({ recordIds: 'a, b\nc', requestIds: ['d,e', 7], recordTypes: ['contact', 'order'] }),
		).toEqual({
			recordIds: new Set(['a', 'b', 'c']),
			requestIds: new Set(['d,e', '7']),
			recordTypes: new Set(['contact', 'order']),
		});
		expect(read({ recordIds: 12 })).toMatchObject({ recordIds: new Set(['12']) });
	});

	it('takes a time without zone to be in the time zone of the workflow', () => {
		expect(read({ since: '2026-07-15T09:30:00' }, 'Europe/London')).toEqual({
			sinceMs: Date.UTC(2026, 6, 15, 8, 30),
		});
	});

	it.each([
		[{ since: 'last week' }, 'Since', 'last week'],
		[{ recordTypes: ['contact', 'customEvent'] }, 'Record Types', 'customEvent'],
		[{ recordIds: [{ id: 1 }] }, 'Record IDs', [{ id: 1 }]],
		[{ requestIds: true }, 'Request IDs', true],
		[{ requestIds: ' , ' }, 'Request IDs', ' , '],
		[{ emails: 'ada@shop.example, ada' }, 'Emails', 'ada'],
	])('names the parameter that cannot be used: %j', (given, parameter, found) => {
		let thrown: { message?: string; description?: string } = {};
		try {
			read(given);
		} catch (error) {
			thrown = error as typeof thrown;
		}
		expect(thrown.message).toContain(`${parameter} must be`);
		expect(thrown.description).toContain(`Found ${JSON.stringify(found)}`);
	});
});
